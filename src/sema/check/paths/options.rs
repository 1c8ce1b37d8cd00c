//! Sets of options: one alone, none for any other answer, one sample twice, a read-back without an answer.

use super::links::{Kind, Links};
use crate::base::{Diagnostic, Span, width::spoken};
use crate::sema::check::Context;
use crate::sema::check::domain::expr_key;
use crate::sema::codes::branches::{NO_OTHER_OPTION, READ_BACK_UNANSWERED, SAMPLE_TWICE, SINGLE_OPTION};
use crate::sema::hash::Map;
use crate::sema::model::{Act, Anytime, Flow, FlowId, Label, Model, Opt, Step, StmtKind, each_stmt};

/// Checks the options of every step and flow.
pub(super) fn check(cx: &Context<'_>, links: &Links, out: &mut Vec<Diagnostic>) {
    let bare = without_other(cx.model, links);
    let mut seen = Seen::default();
    for (flow, bare) in cx.model.flows.iter().zip(bare) {
        let anytime = flow.anytime.iter().filter_map(|a| if let Anytime::Option(o) = a { Some(o) } else { None });
        samples(anytime, &mut seen, out);
        // Lines of the flow that could not be read may hold its 其他.
        let unsure = cx.faulty(flow.span);
        for step in &flow.steps {
            samples(step.options.iter(), &mut seen, out);
            let found = single(step).or_else(|| bare.then(|| no_other(step)).flatten());
            out.extend(found.filter(|_| !unsure));
            read_backs(cx, step, out);
        }
    }
}

fn single(step: &Step) -> Option<Diagnostic> {
    let [only] = step.options.as_slice() else { return None };
    let name = &step.name;
    if only.label == Label::Other {
        return Some(
            Diagnostic::new(
                &SINGLE_OPTION,
                only.span,
                format!("环节“{name}”只有“其他”，客户答什么都一样，等于没有问"),
                format!("the step “{name}” has `other` alone: whatever the customer answers comes to the same"),
            )
            .help(
                "补上要分开处理的回答；真的答什么都一样，就去掉选项，直接“转”。",
                "Add the answers that make a difference; if none does, drop the option and just go on with `goto`.",
            ),
        );
    }
    Some(
        Diagnostic::new(
            &SINGLE_OPTION,
            only.span,
            format!("环节“{name}”只有一个选项，客户不这么答就没有路走"),
            format!("the step “{name}” has a single option; a customer who answers anything else is stuck"),
        )
        .help(
            "补上另一种回答；真的只有一条路，就去掉选项，直接“转”。",
            "Add the other answer; if there is only one way, drop the option and just go on with `goto`.",
        ),
    )
}

fn no_other(step: &Step) -> Option<Diagnostic> {
    let open = !step.options.is_empty() && !step.options.iter().any(|o| o.label == Label::Other);
    let name = &step.name;
    open.then(|| {
        Diagnostic::new(
            &NO_OTHER_OPTION,
            step.span,
            format!("环节“{name}”的选项里没有“其他”，客户答了别的就没有路走"),
            format!("the step “{name}” has no option `other`: a customer who answers anything else is stuck"),
        )
        .help(
            "加一行 `选项 其他`；到处都一样处理的，在流程里（或调用它的流程里）写一次 `随时 选项 其他`。",
            "Add `option other`, or one `anytime option other` on the flow or on the flows that call it.",
        )
    })
}

/// Flows in which some call finds no 其他: neither their own nor one of every flow that calls them.
fn without_other(model: &Model, links: &Links) -> Vec<bool> {
    let own: Vec<bool> = model.flows.iter().map(has_other).collect();
    let has_own = |f: FlowId| own.get(f.index()) == Some(&true);
    // A flow is open where something starts it with no 其他 in force around it. Cases stand alone; a call brings the caller's own
    // and whatever is around the caller; a hand-over only what is around, since the flow that hands over has ended.
    let mut led = vec![false; model.flows.len()];
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); model.flows.len()];
    for link in &links.all {
        let covers = link.kind == Kind::Call && has_own(link.from) && !link.under_other;
        if link.kind != Kind::Open && link.from != link.to {
            led.get_mut(link.to.index()).into_iter().for_each(|l| *l = true);
            next.get_mut(link.from.index()).filter(|_| !covers).into_iter().for_each(|l| l.push(link.to.index()));
        }
    }
    let mut exposed = vec![false; model.flows.len()];
    let mut open: Vec<usize> =
        (0..model.flows.len()).filter(|i| led.get(*i) == Some(&false) || model.flows.get(*i).is_some_and(|f| f.case)).collect();
    while let Some(i) = open.pop() {
        if let Some(slot) = exposed.get_mut(i).filter(|e| !**e) {
            *slot = true;
            open.extend(next.get(i).into_iter().flatten());
        }
    }
    exposed.into_iter().zip(own).map(|(exposed, own)| exposed && !own).collect()
}

fn has_other(flow: &Flow) -> bool {
    flow.anytime.iter().any(|a| matches!(a, Anytime::Option(o) if o.label == Label::Other))
}

/// The samples of one set of options: under which of them each stands, and where.
type Seen = Map<String, (usize, Span)>;

/// Reports the samples that stand under two options of a set; `seen` is room that is used again.
fn samples<'m>(options: impl Iterator<Item = &'m Opt>, seen: &mut Seen, out: &mut Vec<Diagnostic>) {
    seen.clear();
    for (i, option) in options.enumerate() {
        for (sample, span) in &option.samples {
            // Samples are matched without width, case, spaces and punctuation.
            let (first, there) = *seen.entry(spoken(sample)).or_insert((i, *span));
            if first != i {
                out.push(
                    Diagnostic::new(
                        &SAMPLE_TWICE,
                        *span,
                        format!("例话“{sample}”写在两个选项下面，听到它不知道算哪个"),
                        format!("the sample “{sample}” stands under two options, and hearing it decides nothing"),
                    )
                    .related(there, "这里已经有了", "it stands here already")
                    .help(
                        "定下它算哪一个，只留在那一个下面；光听这一句定不下来的，都不留，再问一句。",
                        "Settle which one it means and keep it there; if these words alone do not tell, keep it in none and ask once more.",
                    ),
                );
            }
        }
    }
}

fn read_backs(cx: &Context<'_>, step: &Step, out: &mut Vec<Diagnostic>) {
    each_stmt(&step.body, &mut |stmt| {
        let StmtKind::ReadBack { record, .. } = &stmt.kind else { return };
        let key = expr_key(cx.model, record);
        let confirms = |o: &Opt| o.acts.iter().any(|a| matches!(a, Act::Confirmed(r) if expr_key(cx.model, r) == key));
        let (yes, no) = (step.options.iter().any(confirms), step.options.iter().any(|o| !confirms(o)));
        if yes && no || cx.faulty(step.span) {
            return;
        }
        let name = cx.sources.slice(record.span);
        let (zh, en) = if yes {
            (
                format!("复述“{name}”之后只能答对，没有“不对”的选项"),
                format!("after “{name}” is read back there is no option to say it is wrong"),
            )
        } else {
            (format!("复述“{name}”之后，没有一个选项确认它"), format!("after “{name}” is read back no option confirms it"))
        };
        out.push(Diagnostic::new(&READ_BACK_UNANSWERED, stmt.span, zh, en).help(
            format!("在这个环节写两个选项：一个带 `视为 确认 {name}`，一个给客户说不对。"),
            format!("Give the step two options: one with `counts as confirmed {name}`, and one for a customer who says it is wrong."),
        ));
    });
}
