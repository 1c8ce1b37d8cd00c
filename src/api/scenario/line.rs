//! What a scenario plays on: the flow it names, the flow its expectations speak of, or a time line without a flow.

use super::given::Given;
use super::script::Script;
use crate::runtime::{Event, Line, Session};
use crate::sema::model::{ExpectKind, FlowId, Play, PlayKind, Scenario, ScenarioLine, Slot, StmtKind, Ty};
use serde_json::{Map, Value as Json};
use smol_str::SmolStr;

/// The flow and its arguments, or the line.
pub(super) struct Plays {
    pub(super) line: Line,
    pub(super) flow: Option<SmolStr>,
    pub(super) args: Json,
}

/// Finds it; nothing where an argument is not known before the call.
pub(super) fn of(script: &Script<'_>, given: &Given, scenario: &Scenario) -> Option<Plays> {
    let bare = |line| Some(Plays { line, flow: None, args: Json::Null });
    match scenario.line {
        Some(ScenarioLine::Organisation) => return bare(Line::Organisation),
        Some(ScenarioLine::Case) if scenario.flow.is_none() => return bare(Line::Case),
        Some(ScenarioLine::Case) | None => {}
    }
    if scenario.audit {
        return bare(Line::Call);
    }
    let name = |flow: FlowId| script.model.flows.get(flow.index()).map(|f| f.name.clone());
    if let Some((flow, args)) = &scenario.flow {
        let args: Option<Vec<Json>> = args.iter().map(|a| given.json(&script.values, a)).collect();
        return Some(Plays { line: Line::Flow, flow: name(*flow), args: Json::Array(args?) });
    }
    let entries = &script.machine.program.entries;
    let flow = match entries.as_slice() {
        [] if script.machine.program.flows.is_empty() => return bare(Line::Call),
        [only] => FlowId(*only),
        _ => match spoken_of(script, scenario, entries) {
            Some(flow) => flow,
            None if events_alone(scenario) => return bare(Line::Call),
            None => return Some(Plays { line: Line::Flow, flow: None, args: Json::Null }),
        },
    };
    Some(Plays { line: Line::Flow, flow: name(flow), args: arguments(script, scenario, flow) })
}

/// The one flow of those that may begin whose steps a scenario's expectations name.
fn spoken_of(script: &Script<'_>, scenario: &Scenario, entries: &[u32]) -> Option<FlowId> {
    let mut left: Vec<FlowId> = entries.iter().map(|f| FlowId(*f)).collect();
    let mut spoken = false;
    for expectation in scenario.plays.iter().flat_map(expected) {
        match &expectation.kind {
            ExpectKind::In(steps) if steps.iter().any(|(f, _)| left.contains(f)) => {
                spoken = true;
                left.retain(|flow| steps.iter().any(|(f, _)| f == flow));
            }
            ExpectKind::Ended(name) if left.iter().any(|f| ends_as(script, *f, name)) => {
                spoken = true;
                left.retain(|flow| ends_as(script, *flow, name));
            }
            ExpectKind::InFlow(flow) if left.contains(flow) => {
                spoken = true;
                left.retain(|f| f == flow);
            }
            _ => {}
        }
    }
    match left.as_slice() {
        [flow] if spoken => Some(*flow),
        _ => None,
    }
}

/// Whether a flow has a 结束 of this name.
fn ends_as(script: &Script<'_>, flow: FlowId, name: &str) -> bool {
    let mut found = false;
    if let Some(flow) = script.model.flows.get(flow.index()) {
        flow.each_stmt(&mut |stmt| found |= matches!(&stmt.kind, StmtKind::End(end) if end == name));
    }
    found
}

/// What a scenario's 登记 leaves out of the open form although it is required: something of each field's type.
pub(super) fn left_out(script: &Script<'_>, session: &Session, form: &str) -> Vec<Event> {
    let view = session.view();
    let open = view.call.iter().chain(&view.cases).find_map(|t| t.form.as_ref().filter(|f| f.name == form).map(|f| (t.case, f)));
    let Some((case, open)) = open else { return Vec::new() };
    let Some(declared) = script.model.forms.iter().find(|f| f.name == form) else { return Vec::new() };
    let entered = |f: &crate::sema::model::FieldId| {
        let name = &declared.fields.get(f.index())?.name;
        open.fields.iter().find(|f| f.name == *name && f.entered)
    };
    // Of several of which one must be filled, the first where nobody said otherwise.
    let lacking = declared.require_one.iter().filter(|group| group.iter().filter_map(entered).all(|f| f.value.is_null()));
    let first = lacking.filter_map(|group| group.iter().find_map(entered));
    let missing = open.fields.iter().filter(|f| f.missing && f.entered).chain(first);
    let fill = missing.filter_map(|f| {
        let declared = declared.fields.iter().find(|d| d.name == f.name)?;
        let value = match &declared.pattern {
            Some(pattern) => shaped(pattern),
            None => something(script, &declared.slot, &f.name)?,
        };
        Some(Event::Fill { form: Some(form.into()), field: f.name.clone(), value, case: Some(case) })
    });
    fill.collect()
}

/// Whether nothing in a scenario is done on a screen or said: what watches the clock is all that is asked about.
fn events_alone(scenario: &Scenario) -> bool {
    scenario.plays.iter().all(|play| match &play.kind {
        PlayKind::Host(..) | PlayKind::Tick | PlayKind::Unfinished => true,
        PlayKind::Expect(all) => all
            .iter()
            .all(|e| matches!(e.kind, ExpectKind::Did { .. } | ExpectKind::Limit(..) | ExpectKind::HandedTo(_) | ExpectKind::Stand(..))),
        _ => false,
    })
}

fn expected(play: &Play) -> &[crate::sema::model::Expectation] {
    match &play.kind {
        PlayKind::Expect(all) => all,
        _ => &[],
    }
}

/// The arguments of a flow that a scenario does not name: what the first event that carries them says.
fn arguments(script: &Script<'_>, scenario: &Scenario, flow: FlowId) -> Json {
    let Some(flow) = script.model.flows.get(flow.index()) else { return Json::Null };
    let mut args = Map::new();
    for param in flow.params.iter().filter(|p| p.default.is_none() && !p.slot.optional) {
        let said = scenario.plays.iter().find_map(|play| {
            let PlayKind::Host(event, values) = &play.kind else { return None };
            let declared = script.model.events.get(event.index())?;
            let at = declared.params.iter().position(|p| p.name == param.name && p.slot.ty == param.slot.ty)?;
            script.values.json(values.get(at)?)
        });
        args.extend(said.map(|value| (param.name.to_string(), value)));
    }
    if args.is_empty() { Json::Null } else { Json::Object(args) }
}

/// The session's parameters: what 设 says, and for one that it does not speak of something of its type, a text's own name. Of a
/// recording what 设 does not say is not known.
pub(super) fn params(script: &Script<'_>, given: &Given, audit: bool) -> Map<String, Json> {
    let mut params = given.params.clone();
    for param in script.model.params.iter().filter(|p| !audit && p.default.is_none() && !p.slot.optional) {
        if !params.contains_key(param.name.as_str())
            && let Some(value) = something(script, &param.slot, &param.name)
        {
            params.insert(param.name.to_string(), value);
        }
    }
    params
}

fn something(script: &Script<'_>, slot: &Slot, name: &str) -> Option<Json> {
    let least = || slot.range.as_ref()?.low.as_ref().and_then(|low| script.values.json(low));
    Some(match &slot.ty {
        Ty::Text => Json::from(name),
        Ty::Bool => Json::from(false),
        Ty::Leaf(taxonomy) => {
            let leaf = script.model.taxonomies.get(taxonomy.index())?.leaves.first()?;
            Json::from(leaf.name.as_str())
        }
        Ty::Integer | Ty::Number | Ty::Times | Ty::Rings | Ty::Chars | Ty::Money | Ty::Points | Ty::Pace | Ty::Duration => {
            least().unwrap_or_else(|| Json::from(0))
        }
        Ty::List(_) => Json::Array(Vec::new()),
        Ty::Mobile => Json::from("13800000000"),
        Ty::Phone => Json::from("057400000000"),
        Ty::Recording | Ty::Signature | Ty::Person(_) => Json::from(name),
        _ => return None,
    })
}

/// A text that has a 格式: each digit a zero, each letter an A, nothing where anything may stand.
fn shaped(pattern: &str) -> Json {
    Json::from(pattern.chars().filter(|c| *c != '*').map(|c| if c == '9' { '0' } else { c }).collect::<String>())
}
