//! Effects as JSON: `{"at":0,"effect":"say","flow":"来电","step":"接听","file":"a.hua","line":12,"words":["…"]}`.

use super::effect::{Effect, EffectKind, EndResult, Finding, OptionState};
use super::error::EventError;
use super::event::{Event, Who};
use super::machine::Machine;
use super::run::option_at;
use super::session::Session;
use crate::base::calendar::Fault;
use crate::program::{Modality, Op, Say, SayWords, TemplatePart};
use serde_json::{Map, Value as Json, json};
use smol_str::SmolStr;

impl Session {
    /// An effect as JSON.
    pub fn effect_json(&self, effect: &Effect) -> Json {
        let mut o = Map::new();
        o.insert("at".into(), effect.at.into());
        o.insert("effect".into(), name(&effect.kind).into());
        if effect.case > 0 {
            o.insert("case".into(), effect.case.into());
        }
        if let Some((flow, step)) = self.m.step_names(effect.step) {
            o.insert("flow".into(), flow.into());
            o.insert("step".into(), step.into());
        }
        if let Some((file, line, _)) = self.m.place_of(effect) {
            o.insert("file".into(), file.into());
            o.insert("line".into(), line.into());
        }
        self.details(effect, &mut o);
        Json::Object(o)
    }

    fn details(&self, effect: &Effect, o: &mut Map<String, Json>) {
        let m = &*self.m;
        let op = m.program.code.get(effect.pc as usize);
        match &effect.kind {
            EffectKind::Enter | EffectKind::Leave | EffectKind::Resume | EffectKind::Expired => {}
            EffectKind::Say(words) => {
                if let Some(Op::Say(say)) = op {
                    o.insert("modality".into(), modality(say.modality).into());
                    o.insert("words".into(), words.as_ref().map_or_else(|| fixed_words(m, say), |w| strings(w)));
                    if !say.basis.is_empty() {
                        o.insert("basis".into(), strings(&say.basis));
                    }
                }
            }
            EffectKind::Tip(words) => {
                if let Some(Op::Tip(line)) = op {
                    let text = words.as_ref().and_then(|w| w.first().cloned()).unwrap_or_else(|| fixed_text(m, *line));
                    o.insert("text".into(), text.as_str().into());
                }
            }
            EffectKind::Ask(words) => {
                if let Some(Op::Ask(ask)) = op {
                    o.insert("field".into(), ask.field.as_str().into());
                    o.insert("words".into(), words.as_ref().map_or_else(|| fixed_words(m, &ask.say), |w| strings(w)));
                }
            }
            EffectKind::Form => {
                if let Some(Op::Fill(fill)) = op
                    && let Some(form) = m.program.forms.get(fill.form as usize)
                {
                    o.insert("form".into(), form.name.as_str().into());
                    let all = form.fields.iter().enumerate().filter(|(i, _)| fill.fields.is_empty() || fill.fields.contains(&(*i as u32)));
                    o.insert("fields".into(), all.map(|(_, f)| Json::from(f.name.as_str())).collect());
                }
            }
            EffectKind::ReadBack(fields) => {
                o.insert("fields".into(), fields.iter().map(|(n, v)| json!({"field": n, "text": v})).collect());
            }
            EffectKind::Options(options) => {
                let all = options.as_ref().map_or_else(|| plain_options(m, effect.step), |o| (**o).clone());
                o.insert("options".into(), all.iter().map(|s| option_json(m, s)).collect());
            }
            EffectKind::Do(done) => {
                let action = m.program.actions.get(done.action as usize).map_or("", |a| &a.name);
                o.insert("action".into(), action.into());
                let id = if self.id.is_empty() { done.id.to_string() } else { format!("{}-{}", self.id, done.id) };
                o.insert("id".into(), id.into());
                o.insert("args".into(), Json::Object(done.args.iter().map(|(n, v)| (n.to_string(), v.clone())).collect()));
                o.insert("awaits".into(), done.awaits.into());
            }
            EffectKind::Record(kept) => {
                o.insert("name".into(), kept.0.as_str().into());
                o.insert("value".into(), kept.1.clone());
            }
            EffectKind::Timer(due) => {
                o.insert("due".into(), (*due).into());
            }
            EffectKind::Limit(note) => note.json(m, o),
            EffectKind::Open(case) => {
                o.insert("opened".into(), (*case).into());
                if let Some(Op::OpenCase(flow, _)) = op
                    && let Some(flow) = m.program.flows.get(*flow as usize)
                {
                    o.insert("opens".into(), flow.name.as_str().into());
                }
            }
            EffectKind::Unhandled(event) => {
                o.insert("event".into(), event_name(event).into());
            }
            EffectKind::Finding(finding) => finding_json(m, effect, finding, o),
            EffectKind::End(result) => {
                o.insert("result".into(), m.result_name(*result).into());
            }
            EffectKind::Error(error) => error_json(error, o),
        }
    }
}

impl Machine {
    /// The name of a result.
    pub fn result_name(&self, result: EndResult) -> Option<&str> {
        match result {
            EndResult::Named(i) => self.program.results.get(i as usize).map(String::as_str),
            EndResult::Returned => None,
            EndResult::HungUp => Some("客户中途挂机"),
            EndResult::CallEnded => Some("通话结束"),
        }
    }

    /// Where an effect was written: its operation, else its step; a finding on a rule stands at the rule.
    pub fn place_of(&self, effect: &Effect) -> Option<(&str, u32, u32)> {
        self.place(effect.pc).or_else(|| {
            let place = match &effect.kind {
                EffectKind::Finding(found) if let Finding::Rule(rule) = &**found => self.sources.rules.get(rule.rule as usize)?,
                _ => {
                    let (flow, step) = self.step(effect.step)?;
                    self.sources.steps.get(flow as usize)?.get(step as usize)?
                }
            };
            Some((self.sources.files.get(place.0 as usize)?.as_str(), place.1, place.2))
        })
    }

    /// How strongly the line of a `say` effect is ordered.
    pub fn said(&self, pc: u32) -> Option<Modality> {
        match self.program.code.get(pc as usize)? {
            Op::Say(say) => Some(say.modality),
            _ => None,
        }
    }

    /// What a `say` effect without words of its own orders: the alternatives.
    pub fn fixed_lines(&self, pc: u32) -> Vec<SmolStr> {
        match self.program.code.get(pc as usize) {
            Some(Op::Say(say)) => words_of(self, say),
            Some(Op::Ask(ask)) => words_of(self, &ask.say),
            Some(Op::Tip(line)) => vec![fixed_text(self, *line)],
            _ => Vec::new(),
        }
    }
}

/// A refusal as JSON members: `error`, `given`, `expected`, `message`.
pub(crate) fn error_json(error: &EventError, o: &mut Map<String, Json>) {
    let message = error.message();
    o.insert("error".into(), error.kind.id().into());
    o.insert("given".into(), error.given.as_str().into());
    o.insert("expected".into(), strings(&error.expected));
    o.insert("message".into(), message.zh.into());
    o.insert("message_en".into(), message.en.into());
}

fn finding_json(m: &Machine, effect: &Effect, finding: &Finding, o: &mut Map<String, Json>) {
    if let Finding::NotProvided(action) | Finding::NoConsent(action) = finding {
        o.insert("action".into(), m.program.actions.get(*action as usize).map_or("", |a| &a.name).into());
    }
    let id = match finding {
        Finding::LimitBroken => "limit_broken",
        Finding::NotProvided(_) => "not_provided",
        Finding::NoConsent(_) => "no_consent",
        Finding::Overdue(note) | Finding::Missed(note) | Finding::ErasedEarly(note) => {
            note.json(m, o);
            match finding {
                Finding::Overdue(_) => "overdue",
                Finding::Missed(_) => "missed",
                _ => "erased_early",
            }
        }
        Finding::NotAllowed => "not_allowed",
        Finding::NoRow => "no_row",
        Finding::NoLength => "no_length",
        Finding::Calendar(calendar, fault) => {
            o.insert("calendar".into(), m.calendar_name(*calendar).into());
            o.insert("fault".into(), fault.id().into());
            if let Fault::MissingYear(year) = fault {
                o.insert("year".into(), (*year).into());
            }
            "calendar"
        }
        Finding::Rule(found) => {
            super::wire_rule::members(m, effect, found, o);
            if found.broken { "rule_broken" } else { "rule_unknown" }
        }
        Finding::Line(found) => super::wire_line::members(m, effect, found, o),
    };
    o.insert("finding".into(), id.into());
}

/// The options of a step and its flow where none has a condition.
fn plain_options(m: &Machine, step: u32) -> Vec<OptionState> {
    let mut all: Vec<OptionState> = Vec::new();
    let Some(ix) = m.index.steps.get(step as usize) else { return all };
    let flow = m.index.flows.get(ix.flow as usize).map_or((0, 0), |f| f.opts);
    for (anytime, (from, to)) in [(false, ix.opts), (true, flow)] {
        for option in (from..to).filter_map(|id| option_at(m, id)) {
            if !all.iter().any(|s| s.label == option.label) {
                all.push(OptionState { label: option.label, anytime, disabled: None });
            }
        }
    }
    all
}

fn option_json(m: &Machine, state: &OptionState) -> Json {
    let mut o = Map::new();
    o.insert("option".into(), m.label_name(state.label).into());
    if state.anytime {
        o.insert("anytime".into(), true.into());
    }
    if let Some(why) = &state.disabled {
        o.insert("disabled".into(), why.as_str().into());
    }
    Json::Object(o)
}

fn words_of(m: &Machine, say: &Say) -> Vec<SmolStr> {
    let mut out = Vec::new();
    for words in &say.words {
        match words {
            SayWords::Line(line, _) => out.push(fixed_text(m, *line)),
            SayWords::Class(class, ..) => {
                let class = m.program.phrases.get(*class as usize);
                out.extend(class.into_iter().flat_map(|c| &c.entries).map(|e| fixed_text(m, *e)));
            }
            SayWords::ClassVar(_) => {}
        }
    }
    out
}

fn fixed_words(m: &Machine, say: &Say) -> Json {
    strings(&words_of(m, say))
}

fn fixed_text(m: &Machine, line: u32) -> SmolStr {
    fn write(parts: &[TemplatePart], out: &mut String) {
        for part in parts {
            match part {
                TemplatePart::Plain(text) => out.push_str(text),
                TemplatePart::Key(inner) => write(inner, out),
                TemplatePart::Capture(name, _) => {
                    out.push('{');
                    out.push_str(name);
                    out.push('}');
                }
                TemplatePart::Gap => out.push('…'),
                TemplatePart::Value(..) => {}
            }
        }
    }
    let mut out = String::new();
    if let Some(template) = m.program.lines.get(line as usize) {
        write(&template.parts, &mut out);
    }
    SmolStr::new(out)
}

fn strings(all: &[SmolStr]) -> Json {
    all.iter().map(|s| Json::from(s.as_str())).collect()
}

fn modality(modality: Modality) -> &'static str {
    match modality {
        Modality::Must => "must",
        Modality::Should => "should",
        Modality::May => "may",
    }
}

fn name(kind: &EffectKind) -> &'static str {
    match kind {
        EffectKind::Enter => "enter",
        EffectKind::Leave => "leave",
        EffectKind::Say(_) => "say",
        EffectKind::Tip(_) => "tip",
        EffectKind::Ask(_) => "ask",
        EffectKind::Form => "form",
        EffectKind::ReadBack(_) => "readback",
        EffectKind::Options(_) => "options",
        EffectKind::Do(_) => "do",
        EffectKind::Record(_) => "record",
        EffectKind::Timer(_) => "timer",
        EffectKind::Expired => "timeout",
        EffectKind::Limit(note) => note.effect_name(),
        EffectKind::Open(_) => "open",
        EffectKind::Resume => "resume",
        EffectKind::Unhandled(_) => "unhandled",
        EffectKind::Finding(_) => "finding",
        EffectKind::End(_) => "end",
        EffectKind::Error(_) => "error",
    }
}

fn event_name(event: &Event) -> String {
    match event {
        Event::Host { name, .. } => name.to_string(),
        Event::Hangup(Who::Agent | Who::Role(_)) => "话务员挂机".to_owned(),
        Event::Hangup(_) => "挂机".to_owned(),
        Event::Transfer(to) => format!("转接 {to}"),
        _ => String::new(),
    }
}
