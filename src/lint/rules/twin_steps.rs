//! L03: steps that are the same but for a line.

use crate::base::{Diagnostic, Span};
use crate::lint::{Rule, codes::TWIN_STEPS, cx::Cx};
use crate::sema::hash::{Fast, Map};
use std::hash::{Hash, Hasher};

pub(crate) static RULE: Rule = Rule { run };

/// Steps of fewer lines are often alike for good reason.
const WHOLE: usize = 3;
/// From so many lines on, one may differ.
const BUT_ONE: usize = 5;

fn run(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let mut known: Map<u64, (&str, Span)> = Map::default();
    for step in cx.model.flows.iter().flat_map(|f| &f.steps) {
        let lines = lines(cx, step.span);
        if lines.len() < WHOLE {
            continue;
        }
        let keys = keys(&lines);
        if let Some((name, there)) = keys.iter().find_map(|k| known.get(k)) {
            let mine = &step.name;
            out.push(
                Diagnostic::new(
                    &TWIN_STEPS,
                    step.span,
                    format!("环节“{mine}”和“{name}”几乎一样"),
                    format!("the steps “{mine}” and “{name}” are nearly the same"),
                )
                .related(*there, "和这里一样", "the other one")
                .help(
                    "合成一个环节，两处都转过来；不同流程都要用的，写成一个流程来“调用”。",
                    "Make it one step that both lead to, or a flow that both call.",
                ),
            );
        }
        keys.into_iter().for_each(|k| {
            known.entry(k).or_insert((step.name.as_str(), step.span));
        });
    }
}

/// The lines below a step's head, without space and comments.
fn lines<'s>(cx: &Cx<'s>, head: Span) -> Vec<&'s str> {
    let text = cx.sources.get(head.file).map_or("", |s| s.text.as_str());
    let start = text.get(..head.start as usize).and_then(|t| t.rfind('\n')).map_or(0, |i| i + 1);
    let mut all = text.get(start..).unwrap_or("").lines();
    let depth = |line: &str| line.len() - line.trim_start().len();
    let Some(own) = all.next().map(depth) else { return Vec::new() };
    let block = all.take_while(|l| l.trim().is_empty() || depth(l) > own);
    block.map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')).collect()
}

/// One key for the whole, and one for each line left out.
fn keys(lines: &[&str]) -> Vec<u64> {
    let hash = |left_out: Option<usize>| {
        let mut hasher = Fast::default();
        lines.len().hash(&mut hasher);
        lines.iter().enumerate().for_each(|(i, line)| if Some(i) == left_out { i.hash(&mut hasher) } else { line.hash(&mut hasher) });
        hasher.finish()
    };
    let parts = (lines.len() >= BUT_ONE).then_some(0..lines.len()).into_iter().flatten();
    std::iter::once(hash(None)).chain(parts.map(|i| hash(Some(i)))).collect()
}
