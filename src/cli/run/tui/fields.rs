//! What the keys do in a form or question.

use super::act::Player;
use super::app::Mode;
use super::input::Input;
use crate::runtime::Event;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use serde_json::Value as Json;

impl Player {
    /// Puts the cursor on a field of the open form or question.
    pub(super) fn enter(&mut self, at: usize) {
        let Some(entry) = &self.screen.scene.entry else { return };
        let at = at.min(entry.fields.len().saturating_sub(1));
        let Some(field) = entry.fields.get(at) else { return };
        let known = match (&entry.form, &self.call) {
            (Some(form), Some(call)) if field.value.is_empty() => call.sample_field(form, &field.name),
            _ => field.value.clone(),
        };
        self.screen.cursor = at;
        self.screen.input = Input::with(&known);
        self.screen.mode = Mode::Entry;
    }

    pub(super) fn leave(&mut self) {
        self.screen.cursor = 0;
        self.screen.mode = Mode::Call;
    }

    pub(super) fn entry_key(&mut self, key: KeyEvent) {
        let at = self.screen.cursor;
        match key.code {
            KeyCode::Esc => {
                self.screen.message.clear();
                self.leave();
            }
            KeyCode::F(2) => self.submit(),
            KeyCode::Char('s') if key.modifiers.contains(KeyModifiers::CONTROL) => self.submit(),
            KeyCode::Up | KeyCode::BackTab => {
                self.screen.message.clear();
                self.enter(at.saturating_sub(1));
            }
            KeyCode::Down => {
                self.screen.message.clear();
                self.enter(at + 1);
            }
            KeyCode::Enter | KeyCode::Tab => {
                if self.fill() {
                    self.enter(at + 1);
                }
            }
            code => edit(&mut self.screen.input, code, key.modifiers),
        }
    }

    /// Enters what was typed; whether it was taken and the form is still open.
    fn fill(&mut self) -> bool {
        self.screen.message.clear();
        let Some(entry) = self.screen.scene.entry.clone() else { return false };
        let Some(field) = entry.fields.get(self.screen.cursor) else { return false };
        let text = self.screen.input.text();
        if entry.form.is_some() && text.trim() == field.value {
            return true;
        }
        let value = if text.trim().is_empty() { Json::Null } else { Json::String(text.trim().to_owned()) };
        let case = (entry.case > 0).then_some(entry.case);
        self.give(&Event::Fill { form: entry.form.as_deref().map(Into::into), field: field.name.as_str().into(), value, case });
        if !self.screen.message.is_empty() {
            return false;
        }
        self.refresh();
        self.screen.scene.entry.is_some() && self.screen.mode == Mode::Entry && entry.form.is_some()
    }

    fn submit(&mut self) {
        let typed = self.screen.input.text();
        let known = self.screen.scene.entry.as_ref().and_then(|e| e.fields.get(self.screen.cursor)).map(|f| f.value.clone());
        if !typed.trim().is_empty() && known.as_deref() != Some(typed.trim()) && !self.fill() && !self.screen.message.is_empty() {
            return;
        }
        let Some(entry) = self.screen.scene.entry.clone() else { return };
        if entry.form.is_some() {
            let case = (entry.case > 0).then_some(entry.case);
            self.give(&Event::Submit { form: entry.form.as_deref().map(Into::into), case });
        }
    }
}

/// Moves in and changes the line being typed.
pub(super) fn edit(input: &mut Input, code: KeyCode, modifiers: KeyModifiers) {
    match code {
        KeyCode::Char('u') if modifiers.contains(KeyModifiers::CONTROL) => input.clear(),
        KeyCode::Char('a') if modifiers.contains(KeyModifiers::CONTROL) => input.home(),
        KeyCode::Char('e') if modifiers.contains(KeyModifiers::CONTROL) => input.end(),
        KeyCode::Char(c) if !modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) => input.insert(&c.to_string()),
        KeyCode::Backspace => input.backspace(),
        KeyCode::Delete => input.delete(),
        KeyCode::Left => input.left(),
        KeyCode::Right => input.right(),
        KeyCode::Home => input.home(),
        KeyCode::End => input.end(),
        _ => {}
    }
}
