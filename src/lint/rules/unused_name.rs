//! L07: something declared and never used.

use crate::base::{Diagnostic, Edit, Span};
use crate::lint::{Rule, codes::UNUSED_NAME, cx::Cx, cx::said};
use crate::sema::model::{
    Act, Anytime, ConstState, Event, EventKind, Expr, ExprKind, Flow, Kinds, LineSource, Model, Place, Slot, StmtKind, Ty, Value,
};
use std::collections::HashSet;

pub(crate) static RULE: Rule = Rule { run };

/// Everything that is used, by table.
#[derive(Default)]
struct Used {
    params: HashSet<u32>,
    consts: HashSet<u32>,
    forms: HashSet<u32>,
    actions: HashSet<u32>,
    events: HashSet<u32>,
    phrases: HashSet<u32>,
    taxonomies: HashSet<u32>,
    decisions: HashSet<u32>,
}

fn run(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let model = cx.model;
    // A package without a flow is there for others to use.
    if model.flows.is_empty() {
        return;
    }
    let mut used = Used::default();
    used.slots(model);
    cx.each_expr(&mut |e, _| used.expr(e));
    model.consts.iter().for_each(|c| {
        if let ConstState::Value(value) = &c.state {
            value.each(&mut |e| used.expr(e));
        }
    });
    model.flows.iter().for_each(|f| used.flow(f));
    model.phrases.iter().flat_map(|p| &p.includes).for_each(|id| mark(&mut used.phrases, id.0));
    model.forbids.iter().flat_map(|f| &f.includes).for_each(|id| mark(&mut used.phrases, id.0));
    let mut found = globals(cx, &used);
    model.flows.iter().for_each(|f| locals(f, &mut found));
    found.retain(|(_, _, _, span)| !span.is_empty());
    out.extend(found.into_iter().filter(|(_, _, name, span)| !mentioned(cx, name, *span)).map(|(zh, en, name, span)| {
        Diagnostic::new(
            &UNUSED_NAME,
            span,
            format!("{zh}“{name}”声明了却没有用到"),
            format!("the {en} “{name}” is declared and never used"),
        )
        .help(
            "用上它，或者删掉。该用它的地方也许直接写了数字或原话。",
            "Use it or delete it; the place that should use it may have the value written out.",
        )
    }));
    // A constant is a line by itself, and nothing outside the package asks for it.
    for found in out.iter_mut().filter(|d| d.code == &UNUSED_NAME) {
        let constant = cx.model.consts.iter().any(|c| c.span == found.span);
        if let Some(line) = constant.then(|| cx.sources.row(found.span)).flatten() {
            *found = found.clone().suggest("删掉这一行", "delete the line", vec![Edit { span: line, text: String::new() }]);
        }
    }
}

type Found = (&'static str, &'static str, String, Span);

fn globals(cx: &Cx<'_>, used: &Used) -> Vec<Found> {
    let model = cx.model;
    let mut found: Vec<Found> = Vec::new();
    let mut add = |zh, en, set: &HashSet<u32>, names: Vec<(&str, Span)>| {
        let unused = names.into_iter().enumerate().filter(|(i, _)| !set.contains(&(*i as u32)));
        found.extend(unused.map(|(_, (name, span))| (zh, en, name.to_owned(), span)));
    };
    add("参数", "parameter", &used.params, model.params.iter().map(|p| (p.name.as_str(), p.span)).collect());
    add("登记表", "form", &used.forms, model.forms.iter().map(|f| (f.name.as_str(), f.span)).collect());
    add("动作", "action", &used.actions, model.actions.iter().map(|a| (a.name.as_str(), a.span)).collect());
    add("事件", "event", &used.events, model.events.iter().map(|e| (e.name.as_str(), e.span)).collect());
    add("判定", "decision", &used.decisions, model.decisions.iter().map(|d| (d.name.as_str(), d.span)).collect());
    let named = |name: &'_ str, span: Span| if name.is_empty() { Span::default() } else { span };
    add("分类", "taxonomy", &used.taxonomies, model.taxonomies.iter().map(|t| (t.name.as_str(), named(&t.name, t.span))).collect());
    // A class that is no interruption works by being heard.
    let heard = |quiet: bool, span: Span| if quiet { Span::default() } else { span };
    add("用语", "class", &used.phrases, model.phrases.iter().map(|p| (p.name.as_str(), heard(p.no_interruption, p.span))).collect());
    // A degree word is used where a line says it.
    let spoken = |name: &str| cx.spoken.iter().any(|l| l.words.contains(name));
    let consts = model.consts.iter().map(|c| {
        let word = matches!(c.state, ConstState::Advice) || spoken(&c.name);
        (c.name.as_str(), if word { Span::default() } else { c.span })
    });
    add("常量", "constant", &used.consts, consts.collect());
    found
}

/// Parameters and variables of a flow that nothing reads.
fn locals(flow: &Flow, found: &mut Vec<Found>) {
    let mut read: HashSet<u32> = HashSet::new();
    let mut here = |e: &Expr| {
        e.each(&mut |e| {
            if let ExprKind::Var(id) = e.kind {
                read.insert(id.0);
            }
        });
    };
    flow.handlers(&mut here);
    flow.each_stmt_of(Kinds::VALUE, &mut |stmt| stmt.exprs(&mut here));
    flow.each_stmt_of(Kinds::CLASS, &mut |stmt| {
        for line in said(stmt).iter().flat_map(|s| &s.lines) {
            if let LineSource::Var(id) = line.source {
                read.insert(id.0);
            }
        }
    });
    for (i, var) in flow.vars.iter().enumerate().filter(|(i, v)| v.record_of.is_none() && !read.contains(&(*i as u32))) {
        let (zh, en) = if i < flow.params.len() { ("流程的参数", "flow's parameter") } else { ("变量", "variable") };
        found.push((zh, en, var.name.to_string(), var.span));
    }
}

impl Used {
    fn slots(&mut self, model: &Model) {
        let params = model.params.iter().map(|p| &p.slot);
        let fields = model.forms.iter().flat_map(|f| &f.fields).map(|f| &f.slot);
        let actions = model.actions.iter().flat_map(|a| a.params.iter().map(|p| &p.slot).chain(&a.gives));
        let events = model.events.iter().flat_map(|e| &e.params).map(|p| &p.slot);
        let decisions = model.decisions.iter().flat_map(|d| d.params.iter().map(|p| &p.slot).chain([&d.gives]));
        let phrases = model.phrases.iter().flat_map(|p| &p.params).map(|p| &p.slot);
        let flows = model.flows.iter().flat_map(|f| f.vars.iter().map(|v| &v.slot).chain(&f.gives));
        params.chain(fields).chain(actions).chain(events).chain(decisions).chain(phrases).chain(flows).for_each(|s| self.slot(s));
        let phases = model.flows.iter().flat_map(|f| &f.steps).filter_map(|s| s.phase);
        self.taxonomies.extend(phases.map(|(t, _)| t.0));
    }

    fn slot(&mut self, slot: &Slot) {
        self.ty(&slot.ty);
    }

    fn ty(&mut self, ty: &Ty) {
        match ty {
            Ty::Leaf(id) => mark(&mut self.taxonomies, id.0),
            Ty::Record(id) => mark(&mut self.forms, id.0),
            Ty::List(inner) => self.ty(inner),
            _ => {}
        }
    }

    fn expr(&mut self, e: &Expr) {
        self.ty(&e.ty);
        match &e.kind {
            ExprKind::Param(id) => mark(&mut self.params, id.0),
            ExprKind::Const(id) => mark(&mut self.consts, id.0),
            ExprKind::EventArg(id, _) => mark(&mut self.events, id.0),
            ExprKind::Decide(id, _) => mark(&mut self.decisions, id.0),
            ExprKind::Action(id) => mark(&mut self.actions, id.0),
            ExprKind::Value(Value::Phrases(id)) => mark(&mut self.phrases, id.0),
            _ => {}
        }
    }

    fn flow(&mut self, flow: &Flow) {
        for anytime in &flow.anytime {
            match anytime {
                Anytime::Option(o) => self.acts(&o.acts),
                Anytime::When(w) => self.event(&w.on),
            }
        }
        for step in flow.steps_with(Kinds::CONDITION) {
            step.options.iter().for_each(|o| self.acts(&o.acts));
            step.whens.iter().for_each(|w| self.event(&w.on));
        }
        flow.each_stmt_of(Kinds::CLASS.or(Kinds::DO).or(Kinds::WAIT), &mut |stmt| {
            for line in said(stmt).iter().flat_map(|s| &s.lines) {
                self.line(&line.source);
            }
            match &stmt.kind {
                StmtKind::Do { action, limit, into, .. } => {
                    self.actions.insert(action.0);
                    limit.iter().filter_map(|l| l.from.as_ref()).for_each(|e| self.event(e));
                    if let Some(Place::Field(base, _)) = into.as_deref() {
                        self.ty(&base.ty);
                    }
                }
                StmtKind::Wait(wait) => {
                    wait.on.iter().chain(wait.whens.iter().map(|w| &w.on)).for_each(|e| self.event(e));
                    wait.limit.iter().filter_map(|l| l.from.as_ref()).for_each(|e| self.event(e));
                }
                _ => {}
            }
        });
    }

    fn acts(&mut self, acts: &[Act]) {
        for act in acts {
            if let Act::Consent(actions) = act {
                self.actions.extend(actions.iter().map(|a| a.0));
            }
        }
    }

    fn event(&mut self, event: &Event) {
        for atom in &event.atoms {
            match &atom.kind {
                EventKind::Declared(id, _) => mark(&mut self.events, id.0),
                EventKind::Do(id) => mark(&mut self.actions, id.0),
                EventKind::Says(line) => self.line(&line.source),
                _ => {}
            }
        }
    }

    fn line(&mut self, source: &LineSource) {
        if let LineSource::Class(id, _) = source {
            self.phrases.insert(id.0);
        }
    }
}

fn mark(set: &mut HashSet<u32>, id: u32) {
    set.insert(id);
}

/// Constructs that are not elaborated yet (规则, 期限 and the like) may name it: then it stands somewhere else in the text.
fn mentioned(cx: &Cx<'_>, name: &str, declared: Span) -> bool {
    let m = cx.model;
    let limits = m.deadlines.len() + m.ladders.len() + m.schedules.len() + m.retains.len();
    if m.rules.is_empty() && m.calendars.is_empty() && limits == 0 {
        return false;
    }
    let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    cx.sources.iter().any(|(file, source)| {
        source.text.match_indices(name).any(|(at, _)| {
            let own = file == declared.file && (declared.start as usize..declared.end as usize).contains(&at);
            let before = source.text.get(..at).and_then(|t| t.chars().next_back());
            let after = source.text.get(at + name.len()..).and_then(|t| t.chars().next());
            !own && !word(before) && !word(after)
        })
    })
}
