//! What the keys do.

use super::app::{LogKind, LogLine, Mode, Pick, Prompt, Screen};
use super::fields::edit;
use super::input::Input;
use crate::api::{Sample, narrate};
use crate::base::Lang;
use crate::cli::run::call::{By, Call};
use crate::cli::run::scene::Scene;
use crate::cli::run::{command, typed};
use crate::runtime::{Event, Machine, Start, StartError, Who};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use serde_json::Value as Json;
use std::sync::Arc;

/// The person at the terminal: a call, or the parameters it still needs.
pub(crate) struct Player {
    /// The call, once it has begun.
    pub(crate) call: Option<Call>,
    /// What is drawn.
    pub(crate) screen: Screen,
    machine: Arc<Machine>,
    start: Start,
    sample: Sample,
    missing: Vec<String>,
    /// ms of real time not yet given to the virtual clock.
    saved: i64,
    /// The entry whose fields the cursor moves over: form, case, and the first field, so that a new one begins at its top.
    open: Option<(Option<String>, u32, String)>,
}

impl Player {
    /// Begins the call, or asks for its parameters.
    pub(crate) fn new(machine: Arc<Machine>, start: Start, sample: Sample, lang: Lang) -> Result<Self, StartError> {
        let given = |name: &str| start.params.get(name).is_some();
        let needed = machine.program.params.iter().filter(|p| p.default.is_none() && !p.slot.optional && !given(&p.name));
        let missing: Vec<String> = needed.map(|p| p.name.to_string()).rev().collect();
        let screen = Screen {
            scene: Scene { package: narrate::package(&machine).get(lang).to_owned(), ..Scene::default() },
            log: Vec::new(),
            scroll: 0,
            mode: Mode::Call,
            cursor: 0,
            input: Input::default(),
            message: String::new(),
            hint: String::new(),
            running: false,
            picks: Vec::new(),
            lang,
        };
        let mut player = Self { call: None, screen, machine, start, sample, missing, saved: 0, open: None };
        player.next_param()?;
        Ok(player)
    }

    /// Asks for the next parameter, or begins.
    fn next_param(&mut self) -> Result<(), StartError> {
        if let Some(name) = self.missing.last() {
            let known = self.sample.params.get(name).map(typed::write).unwrap_or_default();
            self.screen.input = Input::with(&known);
            let declared = self.machine.program.params.iter().find(|p| p.name == *name);
            let takes = declared.map(|p| self.machine.takes(&p.slot.ty).join("、")).unwrap_or_default();
            let left = self.missing.len() - 1;
            self.screen.hint = match (left, self.screen.lang) {
                (0, _) => takes,
                (n, Lang::Zh) => format!("{takes}（后面还有 {n} 个参数）"),
                (n, Lang::En) => format!("{takes} ({n} more after this)"),
            };
            self.screen.mode = Mode::Prompt(Prompt::Param(name.clone()));
            return Ok(());
        }
        let mut call = Call::begin(self.machine.clone(), self.start.clone(), self.sample.clone(), self.screen.lang)?;
        call.ring_in();
        self.call = Some(call);
        self.screen.mode = Mode::Call;
        Ok(())
    }

    /// Takes what happened into the screen.
    pub(crate) fn refresh(&mut self) {
        let Some(call) = &self.call else { return };
        self.screen.scene = call.scene();
        self.screen.log = call
            .told
            .iter()
            .map(|t| LogLine {
                at: t.at,
                kind: match t.by {
                    By::Person => LogKind::Given,
                    By::Machine => LogKind::Machine,
                    By::Finding => LogKind::Finding,
                    By::Refused => LogKind::Error,
                },
                text: t.text.clone(),
            })
            .collect();
        let now = self.screen.scene.entry.as_ref().map(|e| {
            let first = e.fields.first().map(|f| f.name.clone()).unwrap_or_default();
            (e.form.clone(), e.case, first)
        });
        if now != self.open {
            // A form or question that has just come is what the person wants to type into.
            self.open = now;
            match &self.screen.scene.entry {
                Some(_) => self.enter(0),
                None if self.screen.mode == Mode::Entry => self.leave(),
                None => {}
            }
        }
        if self.screen.mode == Mode::Call {
            self.screen.cursor = self.screen.cursor.min(self.screen.scene.options.len().saturating_sub(1));
        }
    }

    /// Real time has passed; whether anything is to be drawn.
    pub(crate) fn tick(&mut self, ms: i64) -> bool {
        let Some(call) = self.call.as_mut().filter(|_| self.screen.running) else { return false };
        self.saved += ms;
        let whole = self.saved / 1000 * 1000;
        if whole == 0 {
            return false;
        }
        self.saved -= whole;
        call.pass(whole);
        true
    }

    /// Takes pasted text.
    pub(crate) fn paste(&mut self, text: &str) {
        if matches!(self.screen.mode, Mode::Entry | Mode::Prompt(_)) {
            self.screen.input.insert(text);
        }
    }

    /// Takes a key; whether it quits.
    pub(crate) fn key(&mut self, key: KeyEvent) -> bool {
        if key.modifiers.contains(KeyModifiers::CONTROL) && key.code == KeyCode::Char('c') {
            return true;
        }
        match self.screen.mode.clone() {
            Mode::Help => {
                self.screen.mode = Mode::Call;
                false
            }
            Mode::Call => self.call_key(key),
            Mode::Entry => {
                self.entry_key(key);
                false
            }
            Mode::Prompt(prompt) => self.prompt_key(key, &prompt),
            Mode::Pick(pick, at) => {
                self.pick_key(key, pick, at);
                false
            }
        }
    }

    fn call_key(&mut self, key: KeyEvent) -> bool {
        self.screen.message.clear();
        let Some(call) = &mut self.call else { return true };
        match key.code {
            KeyCode::Char('q') | KeyCode::Char('ｑ') => return true,
            KeyCode::Char('?' | '？') => self.screen.mode = Mode::Help,
            KeyCode::Char(' ' | '\u{3000}') => call.pass(1_000),
            KeyCode::Char('t') => call.pass(10_000),
            KeyCode::Char('m') => call.pass(60_000),
            KeyCode::Char('n') if call.session.next_deadline().is_some() => call.pass_to_next(),
            KeyCode::Char('n') => self.screen.message = self.screen.t("现在没有期限", "nothing is due").to_owned(),
            KeyCode::Char('p') => self.screen.running = !self.screen.running,
            KeyCode::Char('r') => self.give(&Event::Ring(self.rings() + 1)),
            KeyCode::Char('a') => self.give(&Event::Answer),
            KeyCode::Char('h') => self.give(&Event::Hangup(Who::Customer)),
            KeyCode::Char('H') => self.give(&Event::Hangup(Who::Agent)),
            KeyCode::Char('e') => self.give(&Event::CallEnded),
            KeyCode::Char('c') => self.prompt(Prompt::Customer, ""),
            KeyCode::Char('s') => self.prompt(Prompt::Agent, ""),
            KeyCode::Char('o') => self.pick(Pick::Mood),
            KeyCode::Char('v') => self.pick(Pick::Host),
            KeyCode::Char('x') => self.pick(Pick::Answer),
            KeyCode::Tab | KeyCode::Char('i') => self.enter(0),
            KeyCode::Up => self.screen.cursor = self.screen.cursor.saturating_sub(1),
            KeyCode::Down => self.screen.cursor += 1,
            KeyCode::Enter => self.choose(self.screen.cursor),
            KeyCode::PageUp => self.screen.scroll += 5,
            KeyCode::PageDown => self.screen.scroll = self.screen.scroll.saturating_sub(5),
            KeyCode::Char(c) => {
                if let Some(n) = digit(c) {
                    self.choose((n + 9) % 10);
                }
            }
            _ => {}
        }
        false
    }

    fn rings(&self) -> u32 {
        self.call.as_ref().map_or(0, |c| c.rings)
    }

    pub(super) fn give(&mut self, event: &Event) {
        let Some(call) = &mut self.call else { return };
        self.screen.scroll = 0;
        self.screen.message = call.give(event).err().unwrap_or_default();
    }

    fn choose(&mut self, at: usize) {
        let Some(option) = self.screen.scene.options.get(at).cloned() else { return };
        self.screen.cursor = 0;
        let Some(label) = self.machine.label(&option.label) else { return };
        self.give(&Event::Choose { option: label, case: (option.case > 0).then_some(option.case) });
    }

    fn prompt(&mut self, prompt: Prompt, text: &str) {
        self.screen.message.clear();
        self.screen.input = Input::with(text);
        self.screen.mode = Mode::Prompt(prompt);
    }

    fn pick(&mut self, pick: Pick) {
        self.screen.picks = match pick {
            Pick::Mood => self.machine.moods().iter().map(ToString::to_string).collect(),
            Pick::Host => self.machine.program.events.iter().map(|e| e.name.to_string()).collect(),
            Pick::Answer => self.screen.scene.awaited.iter().map(|a| a.call.clone()).collect(),
        };
        match (pick, self.screen.picks.len()) {
            (_, 0) => self.screen.message = self.screen.t("现在没有可挑的", "there is nothing to pick").to_owned(),
            (Pick::Answer, 1) => self.picked(pick, 0),
            _ => self.screen.mode = Mode::Pick(pick, 0),
        }
    }

    fn pick_key(&mut self, key: KeyEvent, pick: Pick, at: usize) {
        let last = self.screen.picks.len().saturating_sub(1);
        match key.code {
            KeyCode::Esc => self.screen.mode = Mode::Call,
            KeyCode::Up => self.screen.mode = Mode::Pick(pick, at.saturating_sub(1)),
            KeyCode::Down => self.screen.mode = Mode::Pick(pick, (at + 1).min(last)),
            KeyCode::Enter => self.picked(pick, at),
            KeyCode::Char(c) => {
                if let Some(n) = digit(c).filter(|n| (1..=last + 1).contains(n)) {
                    self.picked(pick, n - 1);
                }
            }
            _ => {}
        }
    }

    fn picked(&mut self, pick: Pick, at: usize) {
        self.screen.mode = Mode::Call;
        match pick {
            Pick::Mood => self.give(&Event::Mood(at as u32)),
            Pick::Host => {
                let Some(event) = self.machine.program.events.get(at) else { return };
                if event.params.is_empty() {
                    let name = event.name.clone();
                    self.give(&Event::Host { name, args: Json::Null, id: None, case: None });
                } else {
                    let names: Vec<String> = event.params.iter().map(|p| format!("{}=", p.name)).collect();
                    self.prompt(Prompt::Host(event.name.to_string()), &names.join("，"));
                }
            }
            Pick::Answer => {
                let Some(action) = self.screen.scene.awaited.get(at).cloned() else { return };
                let known = self.call.as_ref().map(|c| c.sample_answer(action.id)).unwrap_or_default();
                self.prompt(Prompt::Answer(action.id, action.name), &known);
            }
        }
    }

    fn prompt_key(&mut self, key: KeyEvent, prompt: &Prompt) -> bool {
        match key.code {
            KeyCode::Esc if matches!(prompt, Prompt::Param(_)) => return true,
            KeyCode::Esc => {
                self.screen.message.clear();
                self.screen.mode = Mode::Call;
            }
            KeyCode::Enter => self.prompted(prompt),
            code => edit(&mut self.screen.input, code, key.modifiers),
        }
        false
    }

    fn prompted(&mut self, prompt: &Prompt) {
        let text = self.screen.input.text();
        self.screen.message.clear();
        let event = match prompt {
            Prompt::Param(name) => {
                if let Json::Object(params) = &mut self.start.params {
                    params.insert(name.clone(), Json::String(text));
                }
                self.missing.pop();
                if let Err(error) = self.next_param() {
                    // The wrong one is asked for again.
                    self.screen.message = error.message().get(self.screen.lang).to_owned();
                    if let StartError::Wrong(name, ..) | StartError::Missing(name, ..) = error {
                        self.missing.push(name.to_string());
                        self.screen.mode = Mode::Prompt(Prompt::Param(name.to_string()));
                    }
                }
                return;
            }
            Prompt::Customer => Event::Say { who: Who::Customer, text: text.into(), until: None },
            Prompt::Agent => Event::Say { who: Who::Agent, text: text.into(), until: None },
            Prompt::Answer(id, _) => match self.call.as_ref().and_then(|c| command::answer(c, *id, &text)) {
                Some(event) => event,
                None => return,
            },
            Prompt::Host(name) => match command::host(&format!("{name} {text}"), &self.machine) {
                Ok(event) => event,
                Err(why) => {
                    self.screen.message = why;
                    return;
                }
            },
        };
        self.screen.mode = Mode::Call;
        self.give(&event);
        if !self.screen.message.is_empty() {
            // What was refused can be mended where it was typed.
            self.screen.mode = Mode::Prompt(prompt.clone());
        }
    }
}

/// A digit, typed with or without an input method.
fn digit(c: char) -> Option<usize> {
    match c {
        '0'..='9' => c.to_digit(10).map(|n| n as usize),
        '０'..='９' => Some(c as usize - '０' as usize),
        _ => None,
    }
}
