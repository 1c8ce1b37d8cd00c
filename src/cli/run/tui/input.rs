//! A line being typed, with a cursor that moves by characters.

/// A line being typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Input {
    text: Vec<char>,
    at: usize,
    /// The text was there before anything was typed: the first character typed takes its place.
    offered: bool,
}

impl Input {
    /// A line that begins with a text, which typing replaces and the cursor keys keep.
    pub(crate) fn with(text: &str) -> Self {
        let text: Vec<char> = text.chars().collect();
        Self { at: text.len(), offered: !text.is_empty(), text }
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
        if std::mem::take(&mut self.offered) {
            self.text.clear();
            self.at = 0;
        }
        for c in text.chars() {
            let c = if c.is_control() { ' ' } else { c };
            self.text.insert(self.at, c);
            self.at += 1;
        }
    }

    /// Deletes the character before the cursor.
    pub(crate) fn backspace(&mut self) {
        self.offered = false;
        if self.at > 0 {
            self.at -= 1;
            self.text.remove(self.at);
        }
    }

    /// Deletes the character at the cursor.
    pub(crate) fn delete(&mut self) {
        self.offered = false;
        if self.at < self.text.len() {
            self.text.remove(self.at);
        }
    }

    /// Moves the cursor.
    pub(crate) fn left(&mut self) {
        self.offered = false;
        self.at = self.at.saturating_sub(1);
    }

    /// Moves the cursor.
    pub(crate) fn right(&mut self) {
        self.offered = false;
        self.at = (self.at + 1).min(self.text.len());
    }

    /// Moves the cursor.
    pub(crate) fn home(&mut self) {
        self.offered = false;
        self.at = 0;
    }

    /// Moves the cursor.
    pub(crate) fn end(&mut self) {
        self.offered = false;
        self.at = self.text.len();
    }

    /// Empties the line.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::Input;

    #[test]
    fn typing_takes_the_place_of_what_was_offered() {
        let mut line = Input::with("张");
        line.insert("李小明");
        assert_eq!(line.text(), "李小明");
    }

    #[test]
    fn a_cursor_key_keeps_what_was_offered() {
        let mut line = Input::with("中山路");
        line.left();
        line.insert("大");
        assert_eq!((line.text(), line.before()), ("中山大路".into(), "中山大".into()));
    }
}
