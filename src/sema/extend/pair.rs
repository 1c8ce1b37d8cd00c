//! Two packages held against each other: each 底线 of the one with what has become of it in the other.

use super::answer::{Fault, Held};
use super::floor::Floor;
use super::overlay::Scene;
use super::{Ancestor, Heritage};
use crate::base::{Diagnostic, Level, Message, Sources, Span};
use crate::sema::check::domain::{Names, named_key, named_test_key, named_text_key};
use crate::sema::codes::inheritance::{LOOSER, NOT_COMPARED};
use crate::sema::model::{Cell, Expr, Flow, FlowId, Model, StepId, Test, Text, Ty, Var, VarId};
use std::collections::BTreeSet;

/// The package that is inherited and the one that inherits it.
pub(super) struct Pair<'m> {
    pub(super) ancestor: &'m Ancestor,
    pub(super) parent: &'m Model,
    pub(super) child: &'m Model,
    pub(super) sources: &'m Sources,
    heritage: &'m Heritage,
    before: &'m [Diagnostic],
    out: Vec<Diagnostic>,
}

/// A model, and the variables of the flow that an expression stands in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Side<'m> {
    pub(super) model: &'m Model,
    vars: &'m [Var],
    flow: Option<&'m Flow>,
    sources: &'m Sources,
}

impl<'m> Side<'m> {
    /// In a flow.
    pub(super) fn within(self, flow: Option<FlowId>) -> Self {
        let flow = flow.and_then(|f| self.model.flows.get(f.index()));
        Self { flow, ..self.with(flow.map(|f| f.vars.as_slice()).unwrap_or_default()) }
    }

    /// A step of the flow.
    pub(super) fn step(self, id: StepId) -> String {
        self.flow.and_then(|f| f.steps.get(id.index())).map(|s| s.name.to_string()).unwrap_or_default()
    }

    /// Where these variables are seen.
    pub(super) fn with(self, vars: &'m [Var]) -> Self {
        Self { vars, ..self }
    }

    /// The words of the script at a place, on one line.
    pub(super) fn words(self, span: Span) -> String {
        self.sources.slice(span).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// What is asked of a value.
    pub(super) fn test(self, ty: &Ty, test: &Test) -> String {
        named_test_key(self.names(), ty, test)
    }

    fn names(self) -> Names<'m> {
        Names::named(self.model, self.vars)
    }

    /// What an expression says: the same text in both packages where it says the same.
    pub(super) fn key(self, e: &Expr) -> String {
        named_key(self.names(), e)
    }

    /// A variable.
    pub(super) fn var(self, id: VarId) -> String {
        self.vars.get(id.index()).map(|v| v.name.to_string()).unwrap_or_default()
    }

    /// A cell of a table.
    pub(super) fn cell(self, ty: &Ty, cell: &Cell) -> String {
        match cell {
            Cell::Any => "_".into(),
            Cell::Of(any) => {
                let one = |(tests, _): &(Vec<Test>, Span)| tests.iter().map(|t| self.test(ty, t)).collect::<Vec<_>>().join("&");
                any.iter().map(one).collect::<Vec<_>>().join("/")
            }
        }
    }

    /// The same for a text.
    pub(super) fn text(self, text: &Text) -> String {
        named_text_key(self.names(), text)
    }
}

impl<'m> Pair<'m> {
    pub(super) fn new(
        heritage: &'m Heritage,
        ancestor: &'m Ancestor,
        child: &'m Model,
        sources: &'m Sources,
        before: &'m [Diagnostic],
    ) -> Self {
        Self { ancestor, parent: &ancestor.model, child, sources, heritage, before, out: Vec::new() }
    }

    /// Both sides, outside any flow.
    pub(super) fn sides(&self) -> (Side<'m>, Side<'m>) {
        let side = |model| Side { model, vars: &[], flow: None, sources: self.sources };
        (side(self.parent), side(self.child))
    }

    /// Whether a side is that of the package that is inherited.
    pub(super) fn is_parent(&self, side: Side<'_>) -> bool {
        std::ptr::eq(side.model, self.parent)
    }

    /// The name of a side's package.
    pub(super) fn called(&self, side: Side<'_>) -> &'m str {
        if self.is_parent(side) { &self.ancestor.name } else { &self.child.package }
    }

    /// Holds every 底线 of a table against the construct of its name.
    pub(super) fn each<T: Floor>(&mut self, parents: &'m [T], children: &'m [T], compare: impl Fn(&Self, &'m T, &'m T) -> Vec<Held>) {
        let floors: Vec<&T> = parents.iter().filter(|p| p.meta().floor && self.inherited(p.span())).collect();
        for floor in floors {
            let found = children.iter().find(|c| c.name() == floor.name() && self.own(c.span()));
            let faults = match found {
                None => vec![Err(self.gone(floor.span()))],
                Some(child) => compare(self, floor, child),
            };
            for fault in faults.into_iter().filter_map(Held::err) {
                let whole = found.map_or(floor.span(), Floor::span);
                self.report(T::WORD, floor.name(), whole, *fault);
            }
        }
    }

    /// Whether something stands in the package that is inherited, not in one that it uses.
    pub(super) fn inherited(&self, span: Span) -> bool {
        self.ancestor.files.contains(&span.file)
    }

    /// Whether something stands in the package that is checked.
    pub(super) fn own(&self, span: Span) -> bool {
        self.heritage.files.contains(&span.file)
    }

    /// A 底线 of which nothing is left.
    pub(super) fn gone(&self, floor: Span) -> Box<Fault> {
        let at = self.heritage.ancestors.first().map_or(floor, |a| a.at);
        let at = self.replaced(self.sources.slice(floor)).unwrap_or(at);
        Fault::looser(at, floor, "这里把它去掉了", "it was taken out here")
    }

    /// The words of the script at a place, on one line.
    pub(super) fn words(&self, span: Span) -> String {
        self.sides().0.words(span)
    }

    /// Keeps a finding on a construct of the child.
    pub(super) fn report(&mut self, word: (&str, &str), name: &str, whole: Span, fault: Fault) {
        if self.is_faulty(whole) {
            return;
        }
        let Fault { looser, at, floor, told, witness } = fault;
        let above = &self.ancestor.name;
        let (named_zh, named_en) = if name.is_empty() {
            (format!("“{above}”的{}", word.0), format!("the {} of `{above}`", word.1))
        } else {
            (format!("“{above}”的{}“{name}”", word.0), format!("the {} `{name}` of `{above}`", word.1))
        };
        let at = self.blamed(at, whole);
        let found = if looser {
            let (zh, en) =
                (format!("{named_zh}是底线，这里放松了：{}", told.zh), format!("{named_en} is a floor and is loosened here: {}", told.en));
            let label = witness.unwrap_or_else(|| Message::new("这里放松了", "loosened here"));
            Diagnostic::new(&LOOSER, at, zh, en).label(label.zh, label.en).help(
                format!("下级只能改得更严：改得跟“{above}”一样或更严，或者删掉这里，照用“{above}”的。"),
                format!("What inherits may only tighten: make it as tight as in `{above}`, or delete it here and keep theirs."),
            )
        } else {
            let zh = format!("{named_zh}是底线，看不出这里是不是一样严：{}", told.zh);
            let en = format!("{named_en} is a floor, and it cannot be told that this is as tight: {}", told.en);
            Diagnostic::new(&NOT_COMPARED, at, zh, en).label("比不出来", "cannot be compared").help(
                format!("照“{above}”的写法写，只改数、只加内容；另有要求的，换个名字另写一条。"),
                format!("Keep the form of `{above}` and change numbers or add to it; what is asked besides goes under another name."),
            )
        };
        let found = found.related(floor, format!("“{above}”的底线在这里"), format!("the floor of `{above}`"));
        if !self.out.iter().any(|d| d.code == found.code && d.span == found.span && d.message == found.message) {
            self.out.push(found);
        }
    }

    /// 场景 that take the place of one that is a 底线.
    pub(super) fn scenes(&self) -> impl Iterator<Item = &Scene> {
        self.heritage.scenes.iter()
    }

    /// The words of a declaration without those that only say that it is a 底线, and on what it rests.
    pub(super) fn block_of(&self, span: Span) -> Vec<String> {
        let text = block(self.sources, span);
        let lines = text.lines().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" "));
        lines.filter(|l| !l.is_empty() && l != "底线" && l != "floor" && !l.starts_with('#')).collect()
    }

    /// What was found.
    pub(super) fn finish(self) -> Vec<Diagnostic> {
        self.out
    }

    /// Whether a declaration has a line that could not be understood.
    fn is_faulty(&self, whole: Span) -> bool {
        let start = whole.start as usize;
        let end = start + block(self.sources, whole).len();
        let inside = |span: Span| span.file == whole.file && (start..end).contains(&(span.start as usize));
        let unread = |d: &Diagnostic| d.level >= Level::Error && ["E00", "E01", "E02"].iter().any(|group| d.code.id.starts_with(group));
        self.before.iter().any(|d| unread(d) && inside(d.span))
    }

    /// The place in the child that a difference comes from. A part that the child took over as it was says something else only because
    /// of a thing that it names and that was said anew.
    fn blamed(&self, at: Span, whole: Span) -> Span {
        if !self.heritage.is_inherited(at.file) {
            return at;
        }
        let nearest = self.heritage.ancestors.first().map_or(at, |a| a.at);
        self.replaced(&block(self.sources, whole)).unwrap_or(nearest)
    }

    /// The first thing said anew that a text names, directly or over constants.
    fn replaced(&self, text: &str) -> Option<Span> {
        let mut texts = vec![text.to_owned()];
        let mut seen = BTreeSet::new();
        while let Some(text) = texts.pop() {
            if let Some((_, at)) = self.heritage.anew.iter().find(|(name, _)| text.contains(name.as_str())) {
                return Some(*at);
            }
            for c in self.child.consts.iter().filter(|c| text.contains(c.name.as_str())) {
                if seen.insert(c.span) {
                    texts.push(line(self.sources, c.span).to_owned());
                }
            }
        }
        None
    }
}

/// The line on which something stands.
fn line(sources: &Sources, span: Span) -> &str {
    let Some(text) = sources.get(span.file).map(|s| s.text.as_str()) else { return "" };
    let from = text.get(..span.start as usize).and_then(|t| t.rfind('\n')).map_or(0, |i| i + 1);
    text.get(from..).and_then(|t| t.lines().next()).unwrap_or("")
}

/// The line on which something stands, with the lines below it that are indented deeper.
fn block(sources: &Sources, span: Span) -> String {
    let head = line(sources, span);
    let Some(text) = sources.get(span.file).map(|s| s.text.as_str()) else { return String::new() };
    let from = text.get(..span.start as usize).and_then(|t| t.rfind('\n')).map_or(0, |i| i + 1);
    let depth = indent(head);
    let below = text.get(from..).unwrap_or("").lines().skip(1).take_while(|l| l.trim().is_empty() || indent(l) > depth);
    std::iter::once(head).chain(below).collect::<Vec<_>>().join("\n")
}

fn indent(line: &str) -> usize {
    line.chars().take_while(|c| c.is_whitespace()).count()
}
