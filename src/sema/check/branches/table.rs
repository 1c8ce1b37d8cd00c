//! 按 tables, in steps and in 判定.

use super::case::{cases, row as row_for, undecided};
use super::given::given;
use crate::base::{Diagnostic, Edit, Sources, limits::TABLE_BOXES};
use crate::sema::check::Context;
use crate::sema::check::domain::{Budget, Formula, Reader, Region, Scope, cover, covered, widen};
use crate::sema::check::facts::{Look, test_on};
use crate::sema::codes::branches::{ALWAYS_OR_EMPTY, GAP, NEVER_TAKEN, OVERLAP};
use crate::sema::model::{Cell, DecisionRow, Expr, Table};

/// Pairs of overlapping rows reported for one table.
const PAIRS: usize = 3;

/// Reports gaps, overlaps, rows that are never taken, and 其余 with nothing left.
pub(super) fn check<T>(cx: &Context<'_>, scope: Scope<'_>, known: Option<&Look<'_, '_>>, table: &Table<T>, out: &mut Vec<Diagnostic>) {
    let listed: Vec<&DecisionRow<T>> = table.rows.iter().filter(|r| r.cells.is_some()).collect();
    let rest = table.rows.iter().find(|r| r.cells.is_none());
    let tested = tests(table);
    let read = |known: Option<&Look<'_, '_>>| {
        Reader::read(scope, |reader| {
            table.columns.iter().for_each(|c| reader.note_column(c));
            let rows: Vec<Formula> = listed.iter().map(|row| row_formula(reader, table, row)).collect();
            (rows, given(known, &tested.iter().collect::<Vec<&Expr>>(), reader))
        })
    };
    let mut done = read(known);
    if done.0.trouble.is_some() {
        done = read(None);
    }
    let (reader, (rows, given)) = done;
    // Where all that is left is taken and the first row wins, nothing can be wrong but an idle row.
    let safe = table.in_order && rest.is_some();
    if let Some(trouble) = &reader.trouble {
        out.extend((!safe).then(|| undecided(table.span, Some(trouble), None)).flatten());
        return;
    }
    let space = reader.space();
    let mut open = idle_rows(cx, &reader, &given, table.in_order, &listed, &rows, out);
    match cover(&space, &given, &rows, !table.in_order, TABLE_BOXES) {
        Err(_) => open = true,
        Ok(found) => {
            match rest {
                Some(row) if found.gaps.is_empty() && !rows.is_empty() => out.push(without(nothing_left(row), cx.sources)),
                None if !found.gaps.is_empty() && !cx.faulty(table.span) => out.extend(gap(cx, &reader, table, &found.gaps)),
                _ => {}
            }
            out.extend(overlaps(cx, &reader, table, &listed, &rows, &found.overlaps));
        }
    }
    if open && !safe {
        out.extend(undecided(table.span, None, None));
    }
}

/// What the table tests, as conditions: its columns, and its cells put on them.
fn tests<T>(table: &Table<T>) -> Vec<Expr> {
    let mut all = table.columns.clone();
    for row in &table.rows {
        for (column, cell) in table.columns.iter().zip(row.cells.iter().flatten()) {
            if let Cell::Of(alternatives) = cell {
                all.extend(alternatives.iter().flat_map(|(tests, span)| tests.iter().map(|t| test_on(column, t, *span))));
            }
        }
    }
    all
}

fn row_formula<T>(reader: &mut Reader<'_>, table: &Table<T>, row: &DecisionRow<T>) -> Formula {
    let cells = row.cells.iter().flatten();
    Formula::All(table.columns.iter().zip(cells).map(|(column, cell)| reader.cell(column, cell)).collect())
}

/// Rows that can never hold, or that earlier rows take whole; true where that is not decided.
fn idle_rows<T>(
    cx: &Context<'_>,
    reader: &Reader<'_>,
    given: &Formula,
    in_order: bool,
    listed: &[&DecisionRow<T>],
    rows: &[Formula],
    out: &mut Vec<Diagnostic>,
) -> bool {
    let space = reader.space();
    let mut open = false;
    for (i, (row, formula)) in listed.iter().zip(rows).enumerate() {
        if cx.faulty(row.span) {
            continue;
        }
        let never = covered(&space, given, formula, &[], TABLE_BOXES);
        let earlier = if in_order { rows.get(..i).unwrap_or(&[]) } else { &[] };
        match (never, covered(&space, given, formula, earlier, TABLE_BOXES)) {
            (Ok(true), _) if !matches!(covered(&space, &Formula::always(), formula, &[], TABLE_BOXES), Ok(true)) => out.push(
                Diagnostic::new(
                    &NEVER_TAKEN,
                    row.span,
                    "走到这里的每一条路上，这一行都已经不成立",
                    "on every path to this place this row is already known not to hold",
                )
                .help("前面已经分过这种情况：改好或删掉这一行。", "The case was branched on before: mend or delete the row."),
            ),
            (Ok(true), _) => out.push(Diagnostic::new(&NEVER_TAKEN, row.span, "这一行永远不会成立", "this row can never hold").help(
                "这样的值不会出现：对一对每一格的范围，改好或删掉这一行。",
                "Such a value never comes: mind the range of each cell, and mend or delete the row.",
            )),
            (_, Ok(true)) => out.push(without(
                Diagnostic::new(&NEVER_TAKEN, row.span, "上面的行已经把这里的情况全接走了", "the rows above take every case of this one")
                    .help(
                        "特别的情况挪到宽的那一行上面；或者去掉“依次”，让每一行各管各的。",
                        "Put the special case above the wide row, or drop `in order` and let each row mind its own.",
                    ),
                cx.sources,
            )),
            (Err(_), _) | (_, Err(_)) => open = true,
            _ => {}
        }
    }
    open
}

/// The same with the change that takes the row out, where it is one line.
fn without(d: Diagnostic, sources: &Sources) -> Diagnostic {
    match sources.alone(d.span) {
        Some(span) => d.suggest("删掉这一行", "delete the row", vec![Edit { span, text: String::new() }]),
        None => d,
    }
}

fn nothing_left<T>(row: &DecisionRow<T>) -> Diagnostic {
    Diagnostic::new(
        &ALWAYS_OR_EMPTY,
        row.span,
        "上面的行已经全接住了，“其余”接不到什么",
        "the rows above take every case, nothing is left for `otherwise`",
    )
    .help("删掉这一行，以后上面漏了一格才报得出来。", "Delete the row, so that a hole above is reported one day and not swallowed.")
}

fn gap<T>(cx: &Context<'_>, reader: &Reader<'_>, table: &Table<T>, gaps: &[Region]) -> Option<Diagnostic> {
    match cases(reader, gaps, cx.sources) {
        Err(hard) => undecided(table.span, None, hard),
        Ok(text) => {
            let row = row_for(reader, &table.columns, gaps, cx.sources);
            let (zh, en) = row.map_or_else(Default::default, |row| (format!("：`{}  …`", row.zh), format!(" (`{}  …`)", row.en)));
            Some(Diagnostic::new(&GAP, table.span, format!("没有任何一行：{}", text.zh), format!("no row takes: {}", text.en)).help(
                format!("补一行接住它{zh}；或者把相邻一行的界限挪一挪；剩下的都一样处理，就在最后写一行“其余”。"),
                format!("Add a row for it{en} or move a border; if all the rest is alike, end with a row `otherwise`."),
            ))
        }
    }
}

fn overlaps<T>(
    cx: &Context<'_>,
    reader: &Reader<'_>,
    table: &Table<T>,
    listed: &[&DecisionRow<T>],
    rows: &[Formula],
    found: &[(usize, usize, Region)],
) -> Vec<Diagnostic> {
    let budget = Budget::of(TABLE_BOXES);
    let mut out = Vec::new();
    let mut hard = None;
    for (a, b, region) in found {
        let (Some(one), Some(other), Some(f), Some(g)) = (listed.get(*a), listed.get(*b), rows.get(*a), rows.get(*b)) else { continue };
        let wide = widen(region, |r| !r.meets(f, false, &budget) && !r.meets(g, false, &budget));
        match cases(reader, &[wide], cx.sources) {
            Err(place) => hard = hard.or(Some(place)),
            Ok(_) if out.len() == PAIRS => continue,
            Ok(text) => out.push(
                Diagnostic::new(&OVERLAP, other.span, format!("两行同时成立：{}", text.zh), format!("two rows hold together: {}", text.en))
                    .label("这一行成立", "this row holds")
                    .related(one.span, "这一行也成立", "and so does this one")
                    .help(
                        "挪开一边的界限；本来就想先碰到哪行算哪行的，写“按 依次”。",
                        "Move one border; if the first row that fits is meant to win, write `match in order`.",
                    ),
            ),
        }
    }
    if let Some(place) = hard.filter(|_| out.is_empty()) {
        out.extend(undecided(table.span, None, place));
    }
    out
}
