//! What changed between two programs, part by part and line by line.

use super::part::{Part, parts};
use super::report::{Change, ChangeKind};
use crate::program::spell::{For, Names};
use crate::runtime::Machine;

/// Lines of one part that are compared; of a longer one only that it changed is told.
const LINES: usize = 4_000;

/// The changes, in the order of the old program, what is new behind it.
pub(super) fn changes(old: &Machine, new: &Machine) -> Vec<Change> {
    let names = Names::new(&new.program);
    let (before, after) = (Three::of(old), Three::of(new));
    let mut taken = vec![false; after.marked.len()];
    let mut all = Vec::new();
    for (i, part) in before.marked.iter().enumerate() {
        let now = names.now(part.kind, &part.path).unwrap_or_else(|| part.path.clone());
        let found = after.marked.iter().position(|p| (p.word, &p.path) == (part.word, &now)).filter(|at| taken.get(*at) == Some(&false));
        let Some(at) = found else {
            // What stood in a part that is gone is gone with it.
            if !gone_with(part, &before, &after, names) {
                all.push(change(ChangeKind::Removed, part, &part.path));
            }
            continue;
        };
        taken.get_mut(at).into_iter().for_each(|t| *t = true);
        let Some(new_part) = after.marked.get(at) else { continue };
        if part.path.rsplit('/').next() != new_part.path.rsplit('/').next() {
            all.push(Change { formerly: Some(shown(&part.path)), ..change(ChangeKind::Renamed, part, &new_part.path) });
        }
        lines((&before, i), (&after, at), names, &mut all);
    }
    let fresh = after.marked.iter().zip(&taken).filter(|(_, t)| !**t).map(|(p, _)| p);
    all.extend(fresh.filter(|p| p.of.as_ref().is_none_or(|of| known(&before, &after, of))).map(|p| change(ChangeKind::Added, p, &p.path)));
    all
}

/// The parts of a program, written in three ways.
struct Three {
    marked: Vec<Part>,
    zh: Vec<Part>,
    en: Vec<Part>,
}

impl Three {
    fn of(m: &Machine) -> Self {
        Self { marked: parts(m, For::Names), zh: parts(m, For::Zh), en: parts(m, For::En) }
    }

    fn line(&self, part: usize, line: usize) -> (Option<String>, Option<String>) {
        let of = |all: &[Part]| all.get(part).and_then(|p| p.lines.get(line)).map(|l| l.trim_start().to_owned());
        (of(&self.zh), of(&self.en))
    }
}

/// Whether a part stood in another that is gone as well.
fn gone_with(part: &Part, before: &Three, after: &Three, names: Names<'_>) -> bool {
    let Some(of) = &part.of else { return false };
    let Some(owner) = before.marked.iter().find(|p| p.path == *of) else { return false };
    let now = names.now(owner.kind, &owner.path).unwrap_or_else(|| owner.path.clone());
    !after.marked.iter().any(|p| (p.word, &p.path) == (owner.word, &now))
}

/// Whether what a new part stands in was there before, under any name.
fn known(before: &Three, after: &Three, of: &str) -> bool {
    let Some(owner) = after.marked.iter().find(|p| p.path == *of) else { return true };
    before.marked.iter().any(|p| p.word == owner.word && (p.path == owner.path || owner.formerly.contains(&p.path)))
}

fn change(change: ChangeKind, part: &Part, path: &str) -> Change {
    Change {
        change,
        kind: part.id.to_owned(),
        word: part.word.to_owned(),
        name: shown(path),
        formerly: None,
        before: None,
        after: None,
        before_en: None,
        after_en: None,
    }
}

/// A path for people.
fn shown(path: &str) -> String {
    path.replace('/', " / ")
}

/// What reads otherwise in a part that both programs have.
fn lines((before, i): (&Three, usize), (after, j): (&Three, usize), names: Names<'_>, all: &mut Vec<Change>) {
    let (Some(old), Some(new)) = (before.marked.get(i), after.marked.get(j)) else { return };
    let was: Vec<String> = old.lines.iter().map(|l| names.carried(l)).collect();
    if was == new.lines {
        return;
    }
    if was.len() > LINES || new.lines.len() > LINES {
        all.push(change(ChangeKind::Changed, new, &new.path));
        return;
    }
    for (out, put) in hunks(&was, &new.lines) {
        // Lines at one place stand against each other, one by one; what is left over was taken out or put in.
        for n in 0..out.len().max(put.len()) {
            let (before, before_en) = out.get(n).map_or((None, None), |l| before.line(i, *l));
            let (after, after_en) = put.get(n).map_or((None, None), |l| after.line(j, *l));
            all.push(Change { before, after, before_en, after_en, ..change(ChangeKind::Changed, new, &new.path) });
        }
    }
}

/// Runs of lines that differ: those taken out, those put in, by a longest common subsequence.
fn hunks(was: &[String], now: &[String]) -> Vec<(Vec<usize>, Vec<usize>)> {
    let head = was.iter().zip(now).take_while(|(a, b)| a == b).count();
    let tail = was.iter().skip(head).rev().zip(now.iter().skip(head).rev()).take_while(|(a, b)| a == b).count();
    let (rows, columns) = (was.len() - head - tail, now.len() - head - tail);
    let mut table = vec![vec![0_u32; columns + 1]; rows + 1];
    let at = |table: &Vec<Vec<u32>>, r: usize, c: usize| table.get(r).and_then(|row| row.get(c)).copied().unwrap_or(0);
    for r in (0..rows).rev() {
        for c in (0..columns).rev() {
            let same = was.get(head + r) == now.get(head + c);
            let best = if same { at(&table, r + 1, c + 1) + 1 } else { at(&table, r + 1, c).max(at(&table, r, c + 1)) };
            if let Some(cell) = table.get_mut(r).and_then(|row| row.get_mut(c)) {
                *cell = best;
            }
        }
    }
    let (mut r, mut c) = (0, 0);
    let mut all = Vec::new();
    let mut hunk: (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    while r < rows || c < columns {
        if r < rows && c < columns && was.get(head + r) == now.get(head + c) {
            if hunk != (Vec::new(), Vec::new()) {
                all.push(std::mem::take(&mut hunk));
            }
            (r, c) = (r + 1, c + 1);
        } else if c >= columns || (r < rows && at(&table, r + 1, c) >= at(&table, r, c + 1)) {
            hunk.0.push(head + r);
            r += 1;
        } else {
            hunk.1.push(head + c);
            c += 1;
        }
    }
    if hunk != (Vec::new(), Vec::new()) {
        all.push(hunk);
    }
    all
}
