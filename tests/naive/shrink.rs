//! Makes a disagreement small: one thing after the other is left out while it lasts.

use super::actual::shown;
use super::generate::blocks;
use super::script::limits::Limits;
use super::script::{Block, On, Rule, Script, Stmt, Stream};
use super::{disagree, write};

/// A disagreement made small, as text.
pub fn report(seed: u64, mut script: Script, mut stream: Stream) -> String {
    let mut smaller = true;
    while smaller {
        smaller = fewer_events(&script, &mut stream);
        let mut i = 0;
        while let Some(less) = without(&script, i) {
            if disagree(&less, &stream).is_some() {
                script = less;
                smaller = true;
            } else {
                i += 1;
            }
        }
    }
    let (is, should) = disagree(&script, &stream).unwrap_or_default();
    let events: Vec<String> = stream.events.iter().map(shown).collect();
    let mut out = format!(
        "seed of the script {seed}\n{}\n会员 {} 无人 {:?}\n{}\n",
        write::text(&script),
        stream.given,
        stream.absent,
        events.join("\n")
    );
    let same = is.iter().zip(&should).take_while(|(a, b)| a == b).count();
    let some = |lines: &[String]| lines.iter().take(12).map(|l| format!("  {l}\n")).collect::<String>();
    let before = same.saturating_sub(12);
    out.push_str(&format!("both\n{}runtime\n{}naive\n{}", some(&is[before..same]), some(&is[same..]), some(&should[same..])));
    out
}

fn fewer_events(script: &Script, stream: &mut Stream) -> bool {
    let mut any = false;
    let mut i = 0;
    while i < stream.events.len() {
        let mut less = stream.clone();
        less.events.remove(i);
        if disagree(script, &less).is_some() {
            *stream = less;
            any = true;
        } else {
            i += 1;
        }
    }
    any
}

/// The script without its n-th part; none where it has no such part.
pub fn without(script: &Script, n: usize) -> Option<Script> {
    let mut less = script.clone();
    let mut left = n as isize;
    if drop_rule(&mut less.rules, &mut left) || in_limits(&mut less.limits, &mut left) {
        return Some(less);
    }
    for flow in less.flows.iter_mut().chain(&mut less.case) {
        if drop_one(&mut flow.deadlines, &mut left) || drop_one(&mut flow.anytimes, &mut left) || drop_one(&mut flow.steps, &mut left) {
            return Some(less);
        }
        for anytime in &mut flow.anytimes {
            if let On::Events(on) = &mut anytime.on
                && on.len() > 1
                && drop_one(on, &mut left)
            {
                return Some(less);
            }
            if in_block(&mut anytime.body, &mut left) {
                return Some(less);
            }
        }
        for step in &mut flow.steps {
            if drop_one(&mut step.options, &mut left) || drop_one(&mut step.handlers, &mut left) || in_block(&mut step.body, &mut left) {
                return Some(less);
            }
            for option in &mut step.options {
                if in_block(&mut option.body, &mut left) {
                    return Some(less);
                }
            }
            for handler in &mut step.handlers {
                if in_block(&mut handler.body, &mut left) {
                    return Some(less);
                }
            }
        }
    }
    None
}

/// Without one of the rules; those that name it, or one behind it, name the same ones as before.
fn drop_rule(rules: &mut Vec<Rule>, left: &mut isize) -> bool {
    let gone = *left as usize;
    if !drop_one(rules, left) {
        return false;
    }
    let now = |other: usize| (other != gone).then(|| other - usize::from(other > gone));
    for rule in rules {
        rule.over = rule.over.iter().filter_map(|other| now(*other)).collect();
        rule.into = rule.into.and_then(now);
    }
    true
}

fn in_limits(limits: &mut Limits, left: &mut isize) -> bool {
    let Limits { deadlines, ladders, schedules, retains, calendar } = limits;
    if drop_one(deadlines, left) || drop_one(schedules, left) || drop_one(retains, left) {
        return true;
    }
    for d in deadlines {
        if drop_one(&mut d.pauses, left) || drop_one(&mut d.warnings, left) || in_block(&mut d.breach, left) {
            return true;
        }
    }
    for l in ladders {
        if drop_one(&mut l.raises, left) || drop_one(&mut l.jumps, left) || in_block(&mut l.top, left) {
            return true;
        }
    }
    calendar.as_mut().is_some_and(|c| drop_one(&mut c.holidays, left) || drop_one(&mut c.makeup, left) || drop_one(&mut c.rest, left))
}

fn drop_one<T>(of: &mut Vec<T>, left: &mut isize) -> bool {
    let len = of.len() as isize;
    if *left < len {
        of.remove(*left as usize);
        *left = -1;
        return true;
    }
    *left -= len;
    false
}

fn in_block(body: &mut Block, left: &mut isize) -> bool {
    if drop_one(body, left) {
        return true;
    }
    for i in 0..body.len() {
        // A statement is replaced by what stands in it.
        let inside: Vec<Block> = blocks(&body[i]).into_iter().cloned().collect();
        if *left < inside.len() as isize {
            let with = inside[*left as usize].clone();
            body.splice(i..=i, with);
            return true;
        }
        *left -= inside.len() as isize;
        if mutable(&mut body[i]).into_iter().any(|b| in_block(b, left)) {
            return true;
        }
    }
    false
}

fn mutable(stmt: &mut Stmt) -> Vec<&mut Block> {
    match stmt {
        Stmt::If(arms, rest) => arms.iter_mut().map(|(_, b)| b).chain(rest).collect(),
        Stmt::Match(a, b) => vec![a, b],
        Stmt::Wait(w) => w.arms.iter_mut().map(|a| &mut a.body).chain(w.limit.as_mut().map(|l| &mut l.timeout)).collect(),
        Stmt::Query(Some((_, timeout))) => vec![timeout],
        _ => Vec::new(),
    }
}
