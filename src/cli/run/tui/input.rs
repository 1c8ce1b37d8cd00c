//! A line being typed, with a cursor that moves by characters.

/// A line being typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Input {
    text: Vec<char>,
    at: usize,
}

impl Input {
    /// A line that begins with a text, the cursor behind it.
    pub(crate) fn with(text: &str) -> Self {
        let text: Vec<char> = text.chars().collect();
        Self { at: text.len(), text }
    }

    /// What was typed.
    pub(crate) fn text(&self) -> String {
        self.text.iter().collect()
    }

    /// What stands before the cursor.
    pub(crate) fn before(&self) -> String {
        self.text.iter().take(self.at).collect()
    }

    /// Types characters; line breaks become spaces.
    pub(crate) fn insert(&mut self, text: &str) {
        for c in text.chars() {
            let c = if c.is_control() { ' ' } else { c };
            self.text.insert(self.at, c);
            self.at += 1;
        }
    }

    /// Deletes the character before the cursor.
    pub(crate) fn backspace(&mut self) {
        if self.at > 0 {
            self.at -= 1;
            self.text.remove(self.at);
        }
    }

    /// Deletes the character at the cursor.
    pub(crate) fn delete(&mut self) {
        if self.at < self.text.len() {
            self.text.remove(self.at);
        }
    }

    /// Moves the cursor.
    pub(crate) fn left(&mut self) {
        self.at = self.at.saturating_sub(1);
    }

    /// Moves the cursor.
    pub(crate) fn right(&mut self) {
        self.at = (self.at + 1).min(self.text.len());
    }

    /// Moves the cursor.
    pub(crate) fn home(&mut self) {
        self.at = 0;
    }

    /// Moves the cursor.
    pub(crate) fn end(&mut self) {
        self.at = self.text.len();
    }

    /// Empties the line.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}
