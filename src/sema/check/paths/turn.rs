//! How a call opens: the first line of each entry, and what must be said before the customer has spoken.

use super::links::Links;
use crate::base::{Diagnostic, Span, limits::CALL_DEPTH};
use crate::sema::check::domain::text_key;
use crate::sema::codes::{paths::TWIN_ENTRY, phrases::TWO_FIRST_LINES};
use crate::sema::model::{FlowId, LineSource, Modality, Model, Say, Stmt, StmtKind};
use std::collections::{BTreeMap, HashSet};

/// Reports two mandatory lines in one first turn, and entries that begin alike.
pub(super) fn check(model: &Model, links: &Links, out: &mut Vec<Diagnostic>) {
    let mut begun: BTreeMap<String, (FlowId, Span)> = BTreeMap::new();
    for entry in links.entries(model) {
        let mut walk = Walk { model, lines: Vec::new(), firsts: BTreeMap::new(), twice: HashSet::new(), out };
        walk.flow(entry, vec![Said::Nothing], CALL_DEPTH);
        let firsts = walk.firsts;
        if let Some((line, (other, there))) = firsts.iter().find_map(|(k, line)| Some((line, begun.get(k)?))) {
            out.extend(twin(model, entry, *other, *line, *there));
        }
        for (key, line) in firsts {
            begun.entry(key).or_insert((entry, line));
        }
    }
}

fn twin(model: &Model, entry: FlowId, other: FlowId, line: Span, there: Span) -> Option<Diagnostic> {
    let (flow, twin) = (model.flows.get(entry.index())?, model.flows.get(other.index())?);
    let (a, b) = (&flow.name, &twin.name);
    Some(
        Diagnostic::new(
            &TWIN_ENTRY,
            flow.span,
            format!("流程“{a}”和“{b}”都能做开头，第一句话又一样"),
            format!("the flows “{a}” and “{b}” may both start a call and begin with the same line"),
        )
        .related(line, "这边的第一句", "the first line here")
        .related(there, "那边的第一句", "the first line there")
        .help("合成一个流程，听完客户的来意再分；真是两条线路，就让问候语有点区别。", "Make them one flow that branches once the customer has spoken; if they are two lines with two numbers, let the greetings differ."),
    )
}

/// What was said on a path so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Said {
    /// Nothing.
    Nothing,
    /// Something that need not be said.
    Optional,
    /// A mandatory line, by index.
    Must(usize),
}

struct Walk<'m, 'o> {
    model: &'m Model,
    /// Mandatory first lines: key and place.
    lines: Vec<(String, Span)>,
    /// First lines of any kind.
    firsts: BTreeMap<String, Span>,
    twice: HashSet<Span>,
    out: &'o mut Vec<Diagnostic>,
}

/// What a flow has still to look at, and how it comes back.
#[derive(Default)]
struct Frame {
    open: Vec<(FlowId, usize, Said)>,
    back: Vec<Said>,
}

impl Walk<'_, '_> {
    /// Plays a flow from its entry up to the first answer; gives what was said where it comes back before that.
    fn flow(&mut self, flow: FlowId, states: Vec<Said>, depth: usize) -> Vec<Said> {
        let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
        let mut frame = Frame { open: states.into_iter().map(|s| (flow, 0, s)).collect(), back: Vec::new() };
        let mut seen = HashSet::new();
        while let Some((flow, step, said)) = frame.open.pop() {
            if !seen.insert((flow, step, said)) {
                continue;
            }
            let Some(step) = self.model.flows.get(flow.index()).and_then(|f| f.steps.get(step)) else { continue };
            let end = self.block(flow, &step.body, vec![said], &mut frame, depth);
            // An event may come before a word is said; an option is the customer's answer, and the first turn is over.
            let silent: Vec<Said> = end.into_iter().filter(|s| *s == Said::Nothing).collect();
            step.whens.iter().for_each(|w| drop(self.block(flow, &w.body, silent.clone(), &mut frame, depth)));
        }
        frame.back.sort_unstable();
        frame.back.dedup();
        frame.back
    }

    fn block(&mut self, flow: FlowId, stmts: &[Stmt], mut states: Vec<Said>, frame: &mut Frame, depth: usize) -> Vec<Said> {
        for stmt in stmts {
            if states.is_empty() {
                return states;
            }
            states = self.stmt(flow, stmt, states, frame, depth);
            states.sort_unstable();
            states.dedup();
        }
        states
    }

    fn stmt(&mut self, flow: FlowId, stmt: &Stmt, states: Vec<Said>, frame: &mut Frame, depth: usize) -> Vec<Said> {
        let silent = |states: Vec<Said>| states.into_iter().filter(|s| *s == Said::Nothing).collect::<Vec<_>>();
        match &stmt.kind {
            StmtKind::Say(say) => states.into_iter().map(|s| self.say(say, stmt.span, s)).collect(),
            StmtKind::Ask { say, .. } => {
                if states.contains(&Said::Nothing) {
                    self.firsts.insert(key(self.model, say), stmt.span);
                }
                Vec::new()
            }
            StmtKind::Goto(step) => {
                frame.open.extend(states.into_iter().map(|s| (flow, step.index(), s)));
                Vec::new()
            }
            StmtKind::GotoFlow { flow: to, and_return: false, .. } => {
                frame.open.extend(states.into_iter().map(|s| (*to, 0, s)));
                Vec::new()
            }
            StmtKind::GotoFlow { flow: to, .. } | StmtKind::Call { flow: to, .. } => self.flow(*to, states, depth),
            StmtKind::Return(_) => {
                frame.back.extend(states);
                Vec::new()
            }
            StmtKind::Wait(_) | StmtKind::Do { into: Some(_), .. } => {
                let states = silent(states);
                let mut after = states.clone();
                stmt.blocks().into_iter().for_each(|b| after.extend(self.block(flow, b, states.clone(), frame, depth)));
                after
            }
            StmtKind::Fill { .. } => silent(states),
            StmtKind::If { .. } | StmtKind::Match(_) => {
                let falls = matches!(&stmt.kind, StmtKind::If { otherwise: None, .. });
                let mut after = if falls { states.clone() } else { Vec::new() };
                stmt.blocks().into_iter().for_each(|b| after.extend(self.block(flow, b, states.clone(), frame, depth)));
                after
            }
            StmtKind::End(_) | StmtKind::WaitAgain { .. } | StmtKind::Continue | StmtKind::CloseHere | StmtKind::Bad => Vec::new(),
            StmtKind::Tip(_)
            | StmtKind::ReadBack { .. }
            | StmtKind::Set { .. }
            | StmtKind::Do { .. }
            | StmtKind::OpenCase { .. }
            | StmtKind::Escalate { .. } => states,
        }
    }

    fn say(&mut self, say: &Say, span: Span, before: Said) -> Said {
        let key = key(self.model, say);
        if before == Said::Nothing {
            self.firsts.entry(key.clone()).or_insert(span);
        }
        if say.modality != Modality::Must {
            return if before == Said::Nothing { Said::Optional } else { before };
        }
        match before {
            Said::Must(first) => {
                if let Some((_, there)) = self.lines.get(first).filter(|(line, _)| *line != key && self.twice.insert(span)) {
                    self.out.push(two_lines(span, *there));
                }
                before
            }
            Said::Nothing | Said::Optional => {
                let at = self.lines.iter().position(|(line, _)| *line == key).unwrap_or(self.lines.len());
                if at == self.lines.len() {
                    self.lines.push((key, span));
                }
                Said::Must(at)
            }
        }
    }
}

fn two_lines(second: Span, first: Span) -> Diagnostic {
    Diagnostic::new(
        &TWO_FIRST_LINES,
        second,
        "客户还没开口，已经有一句必说了，这里又是另一句",
        "another line must already open the call, and the customer has not spoken yet",
    )
    .label("又一句必说", "a second mandatory line")
    .related(first, "已经有这一句", "this one comes first")
    .help("分开情况，让每条路只有一句；或者把两句并成一句。", "Separate the cases so that each path has one, or merge the two.")
}

/// A line's words, told from others by what they mean.
fn key(model: &Model, say: &Say) -> String {
    let lines = say.lines.iter().map(|line| match &line.source {
        LineSource::Text(text) => format!("“{}", text_key(model, text)),
        LineSource::Class(class, _) => format!("c{}", class.0),
        LineSource::Var(var) => format!("v{}", var.0),
        LineSource::Bad => "?".to_owned(),
    });
    lines.collect::<Vec<_>>().join("|")
}
