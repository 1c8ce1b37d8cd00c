//! 流程, 环节 and 选项: a flow that is a 底线 stays as it is; options that are 底线, or that one speaks of, stay on offer.

use super::answer::{Fault, Held, refuse};
use super::form::params;
use super::pair::{Pair, Side};
use super::role::names;
use super::shape::{block, shape};
use crate::base::Span;
use crate::sema::model::{Anytime, EventKind, Flow, Label, Opt, Step};
use crate::sema::rule::each_event;

/// Every 流程 that is a 底线, and what in others is one.
pub(super) fn check(pair: &mut Pair<'_>) {
    let (parent, child) = (pair.parent, pair.child);
    pair.each(&parent.flows, &child.flows, |pair, floor, own| vec![flow(pair, floor, own)]);
    let named = spoken_of(pair);
    let flows: Vec<&Flow> = parent.flows.iter().filter(|f| pair.inherited(f.span)).collect();
    for flow in flows {
        let own = child.flows.iter().find(|f| f.name == flow.name && pair.own(f.span));
        for step in flow.steps.iter().filter(|s| s.meta.floor && !flow.meta.floor) {
            if let Err(fault) = kept_step(pair, flow, step, own) {
                pair.report(("环节", "step"), &step.name, own.map_or(step.span, |f| f.span), *fault);
            }
        }
        for (at, option) in options(flow) {
            if !option.meta.floor && !named.contains(&option.label) {
                continue;
            }
            let stays = own.is_some_and(|f| options(f).any(|(place, o)| place == at && offered(pair, (flow, option), (f, o))));
            if !stays {
                let place = own.map_or(flow.span, |f| f.span);
                let fault = match own {
                    None => pair.gone(option.span),
                    Some(f) => Fault::looser(
                        f.span,
                        option.span,
                        "这里没有这个选项，或多了“仅”“仅当”",
                        "it is not on offer here, or under a condition",
                    ),
                };
                pair.report(("选项", "option"), label(&option.label), place, *fault);
            }
        }
    }
}

fn flow(pair: &Pair<'_>, floor: &Flow, own: &Flow) -> Held {
    let (a, b) = pair.sides();
    params((a, &floor.params), (b, &own.params), own.span, floor.span)?;
    let head = |side: Side<'_>, f: &Flow| {
        (f.case, f.by.map(|r| names(side, &[r])), f.using.and_then(|c| side.model.calendar(c)).map(|c| c.data.name.clone()))
    };
    let unlike = |at: Span, of: Span| {
        Fault::unknown(at, of, "流程改了，看不出走的路是不是一样严", "the flow was changed, and its ways cannot be compared")
    };
    refuse(head(a, floor) == head(b, own) && floor.steps.len() == own.steps.len() && floor.anytime.len() == own.anytime.len(), || {
        unlike(own.span, floor.span)
    })?;
    for (x, y) in floor.anytime.iter().zip(&own.anytime) {
        refuse(anytime(pair, floor, x) == anytime(pair, own, y), || unlike(own.span, floor.span))?;
    }
    for step in &floor.steps {
        kept_step(pair, floor, step, Some(own))?;
    }
    Ok(())
}

fn kept_step(pair: &Pair<'_>, flow: &Flow, step: &Step, own: Option<&Flow>) -> Held {
    let now = own.and_then(|f| f.steps.iter().find(|s| s.name == step.name).map(|s| (f, s)));
    let Some((f, now)) = now else {
        return Err(match own {
            Some(f) => Fault::looser(f.span, step.span, "这里没有这个环节了", "the step is gone"),
            None => pair.gone(step.span),
        });
    };
    refuse(stepped(pair, flow, step) == stepped(pair, f, now), || {
        Fault::unknown(now.span, step.span, "环节改了，看不出是不是一样严", "the step was changed, and the two cannot be compared")
    })
}

/// A step as it runs.
fn stepped(pair: &Pair<'_>, flow: &Flow, step: &Step) -> String {
    let side = side(pair, flow);
    let options: Vec<String> = step.options.iter().map(|o| offer(side, o)).collect();
    let whens: Vec<String> = step.whens.iter().map(|w| format!("{}{}", side.words(w.on.span), block(side, &w.body))).collect();
    let body: Vec<String> = step.body.iter().map(|s| shape(side, s)).collect();
    format!("{:?}{:?}{body:?}{options:?}{whens:?}", names(side, &step.only), step.by.map(|r| names(side, &[r])))
}

fn anytime(pair: &Pair<'_>, flow: &Flow, line: &Anytime) -> String {
    let side = side(pair, flow);
    match line {
        Anytime::Option(o) => offer(side, o),
        Anytime::When(w) => format!("{}{}", side.words(w.on.span), block(side, &w.body)),
    }
}

fn offer(side: Side<'_>, o: &Opt) -> String {
    format!(
        "{}{:?}{:?}{:?}{}",
        label(&o.label),
        names(side, &o.only),
        o.provided.as_deref().map(|e| side.key(e)),
        o.acts.len(),
        block(side, &o.body)
    )
}

/// The side of a flow, with its variables.
fn side<'p>(pair: &Pair<'p>, flow: &Flow) -> Side<'p> {
    let (a, b) = pair.sides();
    let at = |s: Side<'p>| s.model.flows.iter().position(|f| f.span == flow.span && f.name == flow.name && std::ptr::eq(f, flow));
    let id = |i: usize| Some(crate::sema::model::FlowId(i as u32));
    match at(a) {
        Some(i) => a.within(id(i)),
        None => b.within(at(b).and_then(id)),
    }
}

/// The options of a flow with where they stand: a step's name, or nothing for 随时.
fn options(flow: &Flow) -> impl Iterator<Item = (&str, &Opt)> {
    let anytime = flow.anytime.iter().filter_map(|a| match a {
        Anytime::Option(o) => Some(("", o)),
        Anytime::When(_) => None,
    });
    anytime.chain(flow.steps.iter().flat_map(|s| s.options.iter().map(|o| (s.name.as_str(), o))))
}

/// Whether an option is on offer whenever the other one was.
fn offered(pair: &Pair<'_>, (flow, floor): (&Flow, &Opt), (own_flow, own): (&Flow, &Opt)) -> bool {
    let (a, b) = (side(pair, flow), side(pair, own_flow));
    let only = own.only.is_empty() || !floor.only.is_empty() && names(a, &floor.only).iter().all(|r| names(b, &own.only).contains(r));
    let (x, y): (Vec<_>, Vec<_>) = (floor.provided.as_deref().into_iter().collect(), own.provided.as_deref().into_iter().collect());
    floor.label == own.label && only && super::value::conditions((b, &y), (a, &x)) == super::answer::Cover::Yes
}

fn label(label: &Label) -> &str {
    match label {
        Label::Name(name) => name,
        Label::Other => "其他",
    }
}

/// The labels that rules which are 底线 speak of.
fn spoken_of(pair: &Pair<'_>) -> Vec<Label> {
    let mut found = Vec::new();
    let floors = pair.parent.rules.iter().filter(|r| r.meta.floor && pair.inherited(r.span)).filter_map(|r| r.body.as_ref());
    for sentence in floors.flat_map(|b| &b.sentences) {
        each_event(sentence, &mut |event| {
            found.extend(event.atoms.iter().filter_map(|atom| match &atom.kind {
                EventKind::Chose(label) => Some(label.clone()),
                _ => None,
            }));
        });
    }
    found
}
