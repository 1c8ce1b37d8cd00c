//! What to draw now.

use super::form::missing_fields;
use super::json::to_json;
use super::limits::LimitView;
use super::observe::Obligation;
use super::run::{Run, option_at};
use super::session::Session;
use super::state::{NEVER, NONE, Shelf, Shown};
use super::value::Val;
use crate::program::{Expr, Field, Modality, Op, Slot};
use serde::Serialize;
use serde_json::Value as Json;
use smol_str::SmolStr;

/// The whole session.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct View {
    /// The instant.
    pub now: i64,
    /// The call; none when it has ended.
    pub call: Option<ThreadView>,
    /// The open cases, in order of opening.
    pub cases: Vec<ThreadView>,
    /// The call and cases that are put on the shelf (搁置): where they stood is not in this program.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shelved: Vec<ShelfView>,
    /// What rules still wait for, by when it is due.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub obligations: Vec<Obligation>,
    /// 期限, 升级, 周期 and 留存 that run, in this order; then of declaration, then of key.
    pub timers: Vec<LimitView>,
}

/// The call or a case that waits on the shelf until a program has its place again, or it is ended.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShelfView {
    /// 0 for the call, else the number of the case.
    pub case: u32,
    /// What was lost, in Chinese.
    pub lost: Vec<String>,
    /// The same in English.
    pub lost_en: Vec<String>,
    /// What it was, as its snapshot had it: frames with their values.
    pub was: Json,
}

/// The call or a case.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ThreadView {
    /// 0 for the call, else the number of the case.
    pub case: u32,
    /// The flow.
    pub flow: String,
    /// The step.
    pub step: String,
    /// Where it is, outermost first: flow and step.
    pub stack: Vec<(String, String)>,
    /// Who acts.
    pub by: Option<SmolStr>,
    /// 视为 本人: it is the customer in person.
    pub identified: bool,
    /// 视为 同意: the actions that the customer agreed to and that were not done since.
    pub consents: Vec<SmolStr>,
    /// Lines to say, in order, each with its alternatives.
    pub lines: Vec<LineView>,
    /// Tips, in order.
    pub tips: Vec<SmolStr>,
    /// The question that waits for its answer.
    pub question: Option<FieldView>,
    /// The open form.
    pub form: Option<FormView>,
    /// What may be chosen.
    pub options: Vec<OptionView>,
    /// What the wait is for, in the program's words, where it has a limit: when it runs out.
    pub due: Option<i64>,
    /// The action whose answer is awaited.
    pub awaits: Option<SmolStr>,
    /// What is kept: names and values.
    pub values: Vec<(SmolStr, Json)>,
}

/// A line to say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LineView {
    /// How strongly it is ordered.
    pub modality: Modality,
    /// One of these.
    pub words: Vec<SmolStr>,
}

/// A field of a form, or what a question asks for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldView {
    /// Its name.
    pub name: SmolStr,
    /// Its value as JSON; null for 未知.
    pub value: Json,
    /// Its value as it is read aloud; empty for 未知.
    pub text: String,
    /// What it takes: the leaves of a 分类, else its type in a word.
    pub takes: Vec<SmolStr>,
    /// Whether `takes` are all there is to choose from.
    pub closed: bool,
    /// Whether it is still missing.
    pub missing: bool,
    /// It can be entered.
    pub entered: bool,
}

/// An open form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FormView {
    /// Its name.
    pub name: SmolStr,
    /// The shown fields.
    pub fields: Vec<FieldView>,
    /// What is missing to submit it; a group of which one is needed is joined with `或`.
    pub missing: Vec<SmolStr>,
}

/// An option.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OptionView {
    /// What to send.
    pub label: SmolStr,
    /// It comes from a 随时.
    pub anytime: bool,
    /// 例如
    pub samples: Vec<SmolStr>,
    /// Why it cannot be chosen now.
    pub disabled: Option<SmolStr>,
}

impl ShelfView {
    fn new(case: u32, shelf: &Shelf) -> Self {
        let (lost, lost_en) = shelf.lost.iter().map(|l| l.message()).map(|m| (m.zh, m.en)).unzip();
        Self { case, lost, lost_en, was: shelf.was.clone() }
    }
}

impl Session {
    /// What to draw now.
    pub fn view(&self) -> View {
        let mut st = self.st.clone();
        let mut out = Vec::new();
        let mut run = Run::new(&self.m, &mut st, &mut out);
        let mut threads: Vec<ThreadView> = (0..self.st.threads.len()).filter_map(|t| run.thread_view(t)).collect();
        let call = if threads.first().is_some_and(|t| t.case == 0) { Some(threads.remove(0)) } else { None };
        let shelved = self.st.threads.iter().filter_map(|t| t.shelf.as_deref().map(|shelf| ShelfView::new(t.id, shelf))).collect();
        View { now: self.st.core.now, call, cases: threads, shelved, obligations: self.obligations(), timers: self.limit_views() }
    }
}

impl Run<'_> {
    fn thread_view(&mut self, t: usize) -> Option<ThreadView> {
        let m = self.m;
        let thread = self.st.threads.get(t)?.clone();
        let top = *thread.top()?;
        let scope = *thread.scope()?;
        let (flow, step) = m.step_names(scope.step)?;
        let names = |step| m.step_names(step).map(|(f, s)| (f.to_owned(), s.to_owned()));
        let stack = thread.frames.iter().filter(|f| f.handler == NONE).filter_map(|f| names(f.step)).collect();
        let mut view = ThreadView {
            case: thread.id,
            flow: flow.to_owned(),
            step: step.to_owned(),
            stack,
            by: self.acting(t).and_then(|r| m.program.roles.get(r as usize)).map(|r| r.name.clone()),
            identified: thread.identified,
            consents: thread.consents.iter().filter_map(|a| m.program.actions.get(*a as usize)).map(|a| a.name.clone()).collect(),
            lines: Vec::new(),
            tips: Vec::new(),
            question: None,
            form: None,
            options: Vec::new(),
            due: (top.due < NEVER).then_some(top.due),
            awaits: None,
            values: self.kept(t, scope.step),
        };
        for shown in &thread.shown {
            match shown {
                Shown::Line(modality, words) => view.lines.push(LineView { modality: *modality, words: words.to_vec() }),
                Shown::Tip(text) => view.tips.push(text.clone()),
                Shown::Fixed(pc) => match m.program.code.get(*pc as usize) {
                    Some(Op::Say(say)) => view.lines.push(LineView { modality: say.modality, words: m.fixed_lines(*pc) }),
                    Some(Op::Tip(_)) => view.tips.extend(m.fixed_lines(*pc)),
                    _ => {}
                },
            }
        }
        match m.program.code.get(top.pc as usize) {
            Some(Op::Ask(ask)) => {
                let (takes, closed) = self.takes(t, &ask.slot);
                let name = ask.field.clone();
                view.question =
                    Some(FieldView { name, value: Json::Null, text: String::new(), takes, closed, missing: true, entered: true });
            }
            Some(Op::Fill(fill)) => view.form = self.form_view(t, &fill.record, fill.form, &fill.fields),
            Some(Op::Do(action)) => view.awaits = m.program.actions.get(action.action as usize).map(|a| a.name.clone()),
            _ => {}
        }
        view.options = self.offered(t).into_iter().filter_map(|(id, _, state)| option_view(self, id, state)).collect();
        Some(view)
    }

    fn kept(&mut self, t: usize, step: u32) -> Vec<(SmolStr, Json)> {
        let Some(flow) = self.m.step(step).and_then(|(flow, _)| self.m.program.flows.get(flow as usize)) else { return Vec::new() };
        let Some(thread) = self.st.threads.get(t) else { return Vec::new() };
        let known = flow.vars.iter().zip(thread.locals()).filter(|(_, v)| v.is_known());
        known.map(|(p, v)| (p.name.clone(), to_json(self.m, &self.st.records, v))).collect()
    }

    fn form_view(&mut self, t: usize, record: &Expr, form: u32, shown: &[u32]) -> Option<FormView> {
        let declared = self.m.program.forms.get(form as usize)?;
        let record = self.eval(t, &[]).eval(record);
        let missing = missing_fields(&mut self.eval(t, &[]), &record, shown);
        let mut fields = Vec::new();
        for (i, field) in declared.fields.iter().enumerate() {
            if shown.is_empty() || shown.contains(&(i as u32)) {
                let value = self.eval(t, &[]).field(&record, i as u32);
                fields.push(self.field_view(t, field, &value, &missing));
            }
        }
        Some(FormView { name: declared.name.clone(), fields, missing })
    }

    fn field_view(&mut self, t: usize, field: &Field, value: &Val, missing: &[SmolStr]) -> FieldView {
        let (takes, closed) = self.takes(t, &field.slot);
        FieldView {
            name: field.name.clone(),
            value: to_json(self.m, &self.st.records, value),
            text: if value.is_known() { self.field_text(field, value) } else { String::new() },
            takes,
            closed,
            missing: missing.contains(&field.name),
            entered: field.derived.is_none() && !field.system,
        }
    }

    fn takes(&mut self, t: usize, slot: &Slot) -> (Vec<SmolStr>, bool) {
        use crate::program::Type::{Bool, Role, Taxonomy};
        (self.eval(t, &[]).wanted(slot), matches!(slot.ty, Bool | Role | Taxonomy(_)))
    }
}

fn option_view(run: &Run<'_>, id: u32, state: super::effect::OptionState) -> Option<OptionView> {
    let option = option_at(run.m, id)?;
    let label = SmolStr::new(run.m.label_name(option.label));
    Some(OptionView { label, anytime: state.anytime, samples: option.samples.clone(), disabled: state.disabled })
}
