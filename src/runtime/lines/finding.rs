//! What is found of a line that was ordered, with its evidence.

use crate::program::Modality;
use crate::runtime::event::Who;
use crate::runtime::observe::Reason;
use smol_str::SmolStr;

/// A line that ought to have been said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineFinding {
    /// How grave it is: as the line was ordered, one level lower where it was only said too early.
    pub modality: Modality,
    /// What is wrong.
    pub fault: LineFault,
    /// The line that comes closest to what was said.
    pub closest: Closest,
    /// From when to when it ought to have been said, both included.
    pub between: (i64, i64),
    /// 依据
    pub basis: Vec<SmolStr>,
}

/// The line that comes closest to what was said, and how it compares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closest {
    /// Its words, its values put in.
    pub line: SmolStr,
    /// Its id in the program; empty for what is read back.
    pub id: SmolStr,
    /// How many other lines would have done.
    pub others: u32,
    /// The words that are missing, as the script writes them.
    pub missing: Vec<String>,
    /// Values that were said wrong: what they are, what was said.
    pub wrong: Vec<(String, String)>,
    /// The contrary was said.
    pub contrary: bool,
    /// What was said, but too early.
    pub misplaced: Vec<String>,
    /// How many characters differ, and how many may.
    pub differing: (u32, u32),
    /// The turns that come closest, and where in them; without a place the last ones that were said.
    pub said: Vec<Quote>,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineFault {
    /// It was not said, or not right.
    Missing,
    /// It was said before this line, which comes first.
    Early(SmolStr),
    /// Nobody can tell whether it was said.
    Unknown(Reason),
}

/// A turn, or a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// Who said it.
    pub who: Who,
    /// When the turn began.
    pub at: i64,
    /// All its words.
    pub text: SmolStr,
    /// The first character that is meant, and the one behind the last; none where no part of it comes close.
    pub part: Option<(u32, u32)>,
}

impl Quote {
    /// The words that are meant.
    pub fn words(&self) -> String {
        let (from, to) = self.part.unwrap_or((0, u32::MAX));
        self.text.chars().skip(from as usize).take(to.saturating_sub(from) as usize).collect()
    }
}
