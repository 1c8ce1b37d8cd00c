//! A script with a question put into it: lines before a statement, and all but one way closed.

use huashu::api::Checked;
use huashu::base::Span;
use huashu::sema::model::{Flow, Step, Stmt};
use std::ops::Range;

/// What is done where the question is answered.
pub(super) const SEEN: &str = "证人";

/// Changes of one text.
pub(super) struct Probe<'a> {
    text: &'a str,
    edits: Vec<(Range<usize>, String)>,
}

impl<'a> Probe<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, edits: Vec::new() }
    }

    /// Puts lines before the statement that begins at a place; one that follows its head on the line gets a line of its own.
    pub(super) fn before(&mut self, at: usize, lines: &[String]) {
        let start = line_start(self.text, at);
        let line = &self.text[start..];
        let indent = &line[..line.len() - line.trim_start().len()];
        let alone = self.text[start..at].trim().is_empty();
        let indent = if alone { indent.to_owned() } else { format!("{indent}  ") };
        let mut out = if alone { String::new() } else { format!("\n{indent}") };
        for line in lines {
            out.push_str(&format!("{line}\n{indent}"));
        }
        self.edits.push((at..at, out));
    }

    /// Leaves no way but one: every other step of the flows that it goes through ends at once.
    pub(super) fn only(&mut self, checked: &Checked, way: &[&str]) {
        let on = |step: &Step| way.contains(&step.name.as_str());
        for flow in checked.model.flows.iter().filter(|f| f.steps.iter().any(on)) {
            for step in flow.steps.iter().filter(|s| !on(s)) {
                let head = line_start(self.text, step.span.start as usize);
                // What stands in it is still read: it may be there that something gets its name.
                let body = self.text[head..].find('\n').map_or(self.text.len(), |n| head + n + 1);
                let line = &self.text[head..body];
                let indent = " ".repeat(line.len() - line.trim_start().len() + 2);
                self.edits.push((body..body, format!("{indent}若 1 == 1 结束 别处\n")));
            }
        }
    }

    /// The text with the changes made and more declarations behind it.
    pub(super) fn with(mut self, more: &str) -> String {
        self.edits.sort_by_key(|(at, _)| (at.start, at.end));
        let mut out = String::new();
        let mut from = 0;
        for (at, new) in &self.edits {
            out.push_str(&self.text[from..at.start]);
            out.push_str(new);
            from = at.end;
        }
        out.push_str(&self.text[from..]);
        format!("{}\n{more}", out.trim_end())
    }
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |n| n + 1)
}

/// Where something stands.
pub(super) enum Place<'m> {
    /// In a statement.
    Stmt(&'m Flow, &'m Stmt),
    /// In an option or handler of a step.
    Rest(&'m Step),
}

impl Place<'_> {
    /// Where a line before it goes.
    pub(super) fn start(&self) -> usize {
        match self {
            Self::Stmt(_, stmt) => stmt.span.start as usize,
            Self::Rest(step) => rest(step).unwrap_or_default(),
        }
    }
}

/// Where the options of a step begin.
fn rest(step: &Step) -> Option<usize> {
    let all = step.options.iter().map(|o| o.span).chain(step.whens.iter().map(|w| w.on.span));
    all.map(|s| s.start as usize).min()
}

/// The innermost thing in which a place of the text lies.
pub(super) fn place(checked: &Checked, span: Span) -> Option<Place<'_>> {
    // What reads the place itself comes before what merely begins above it.
    let mut found: Option<((bool, u32), Place<'_>)> = None;
    let mut take = |at: Span, reads: bool, place| {
        let rank = (reads, at.start);
        if at.file == span.file && at.start <= span.start && found.as_ref().is_none_or(|(best, _)| *best <= rank) {
            found = Some((rank, place));
        }
    };
    for flow in &checked.model.flows {
        for step in &flow.steps {
            step.options.iter().for_each(|o| take(o.span, false, Place::Rest(step)));
            step.whens.iter().for_each(|w| take(w.on.span, false, Place::Rest(step)));
        }
        flow.each_stmt(&mut |stmt| {
            let mut reads = false;
            stmt.exprs(&mut |e| reads |= e.span.file == span.file && e.span.start <= span.start && span.end <= e.span.end);
            take(stmt.span, reads, Place::Stmt(flow, stmt));
        });
    }
    found.map(|(_, place)| place)
}
