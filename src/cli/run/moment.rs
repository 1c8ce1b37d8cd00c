//! What the person who plays a call sees at the moment: the scene, made from the session's view and from what happened.

use super::call::{Asked, Call};
use super::scene::{Awaited, Choice, Entry, Field, Line, LineKind, Scene, Timer};
use crate::api::narrate;
use crate::base::Lang;
use crate::runtime::ThreadView;
use serde_json::Value as Json;

impl Call {
    /// What the person sees now.
    pub(crate) fn scene(&self) -> Scene {
        let view = self.session.view();
        let machine = self.machine();
        let mut scene = Scene {
            package: narrate::package(machine).get(self.lang).to_owned(),
            clock: narrate::clock(machine, view.now),
            elapsed: view.now - self.start,
            mood: machine.moods().get(self.mood.unwrap_or(0) as usize).filter(|_| self.mood.is_some()).map(ToString::to_string),
            answered: self.answered,
            over: self.ended.as_ref().filter(|_| view.call.is_none()).map(|m| m.get(self.lang).to_owned()),
            ..Scene::default()
        };
        for thread in view.call.iter().chain(&view.cases) {
            self.thread(thread, view.now, &mut scene);
        }
        if scene.path.is_empty() {
            scene.path = match self.lang {
                Lang::Zh => "（通话已结束）".to_owned(),
                Lang::En => "(the call is over)".to_owned(),
            };
        }
        scene.timers.sort_by_key(|t| t.due);
        scene
    }

    fn thread(&self, thread: &ThreadView, now: i64, scene: &mut Scene) {
        let case = thread.case;
        if case == 0 {
            scene.path = path(thread);
            scene.phase = self.phase(thread);
            scene.identified = thread.identified;
            scene.consents = thread.consents.iter().map(ToString::to_string).collect();
        } else {
            let word = if self.lang == Lang::Zh { "工单" } else { "case " };
            scene.cases.push(format!("{word}{case} {}", path(thread)));
        }
        let said = thread.lines.iter().map(|line| {
            let words = line.words.iter().map(ToString::to_string).collect();
            Line { kind: LineKind::of(line.modality), words }
        });
        let tips = thread.tips.iter().map(|tip| Line { kind: LineKind::Tip, words: vec![tip.to_string()] });
        let shown: Vec<Line> = said.chain(tips).collect();
        let before = self.ordered.get(&case).into_iter().flatten().filter(|line| !shown.contains(line));
        let (tips, lines): (Vec<Line>, Vec<Line>) = before.chain(&shown).cloned().partition(|line| line.kind == LineKind::Tip);
        scene.lines.extend(lines);
        if let Some(fields) = self.read_back.get(&case) {
            let text = fields.iter().map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>().join("；");
            scene.lines.push(Line { kind: LineKind::ReadBack, words: vec![text] });
        }
        scene.lines.extend(tips);
        if scene.entry.is_none() {
            scene.entry = entry(thread);
        }
        for option in &thread.options {
            let samples = option.samples.iter().map(ToString::to_string).collect();
            let disabled = option.disabled.as_ref().map(ToString::to_string);
            scene.options.push(Choice { label: option.label.to_string(), samples, disabled, anytime: option.anytime, case });
        }
        if let Some(due) = thread.due {
            let whole = self.limits.get(&case).filter(|(d, _)| *d == due).map_or(due - now, |(_, whole)| *whole);
            let what = match (&thread.awaits, case) {
                (Some(action), _) => action.to_string(),
                (None, 0) => thread.step.clone(),
                (None, n) => format!("#{n} {}", thread.step),
            };
            // A limit of so long is broken one millisecond after it; what is left to do it in is counted without that.
            scene.timers.push(Timer { what, due, left: due - now - 1, whole });
        }
        if let Some(name) = &thread.awaits {
            scene
                .awaited
                .extend(self.asked.iter().rev().find(|a| a.case == case && self.action(a) == Some(name.as_str())).map(|a| self.shown(a)));
        }
    }

    fn phase(&self, thread: &ThreadView) -> Option<String> {
        let program = &self.machine().program;
        let flow = program.flows.iter().find(|f| f.name == thread.flow)?;
        let (taxonomy, leaf) = flow.steps.iter().find(|s| s.name == thread.step)?.phase?;
        Some(program.taxonomies.get(taxonomy as usize)?.leaves.get(leaf as usize)?.name.to_string())
    }

    fn action(&self, asked: &Asked) -> Option<&str> {
        self.machine().program.actions.get(asked.action as usize).map(|a| a.name.as_str())
    }

    fn shown(&self, asked: &Asked) -> Awaited {
        let action = self.machine().program.actions.get(asked.action as usize);
        let wanted = action.and_then(|a| a.gives.as_ref()).map(|g| self.machine().takes(&g.ty)).unwrap_or_default();
        Awaited {
            id: asked.id,
            name: action.map_or(String::new(), |a| a.name.to_string()),
            call: asked.call.clone(),
            wanted: wanted.iter().map(ToString::to_string).collect(),
        }
    }
}

/// Flow › step of each flow on the stack; of flows but the innermost only the name, where it differs.
fn path(thread: &ThreadView) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for (flow, _) in &thread.stack {
        if parts.last() != Some(&flow.as_str()) {
            parts.push(flow);
        }
    }
    parts.push(&thread.step);
    parts.join(" › ")
}

fn entry(thread: &ThreadView) -> Option<Entry> {
    if let Some(question) = &thread.question {
        return Some(Entry { form: None, case: thread.case, fields: vec![field(question)], missing: Vec::new() });
    }
    let form = thread.form.as_ref()?;
    let fields = form.fields.iter().filter(|f| f.entered).map(field).collect();
    let missing = form.missing.iter().map(ToString::to_string).collect();
    Some(Entry { form: Some(form.name.to_string()), case: thread.case, fields, missing })
}

fn field(view: &crate::runtime::FieldView) -> Field {
    let value = match &view.value {
        Json::Null => String::new(),
        value => super::typed::write(value),
    };
    Field { name: view.name.to_string(), value, required: view.missing, wanted: view.takes.iter().map(ToString::to_string).collect() }
}
