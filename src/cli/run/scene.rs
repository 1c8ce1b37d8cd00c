//! What a person playing a call sees at one moment, in words; drawn on a terminal or printed as lines.

use crate::base::Lang;
use crate::runtime::Modality;

/// One moment of a call.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scene {
    /// The package.
    pub(crate) package: String,
    /// Flow and step, outermost flow first: `来电 › 预订服务 › 登记`.
    pub(crate) path: String,
    /// 阶段
    pub(crate) phase: Option<String>,
    /// Wall-clock date and time.
    pub(crate) clock: String,
    /// Since the beginning, ms.
    pub(crate) elapsed: i64,
    /// 情绪
    pub(crate) mood: Option<String>,
    /// The call was answered.
    pub(crate) answered: bool,
    /// 本人: the customer was identified.
    pub(crate) identified: bool,
    /// What the customer agreed to and was not done yet.
    pub(crate) consents: Vec<String>,
    /// The call and all its cases have ended: with this result.
    pub(crate) over: Option<String>,
    /// What is to be said and known now, in order.
    pub(crate) lines: Vec<Line>,
    /// What is asked for.
    pub(crate) entry: Option<Entry>,
    /// What the customer may answer.
    pub(crate) options: Vec<Choice>,
    /// Actions whose answer is awaited.
    pub(crate) awaited: Vec<Awaited>,
    /// Running limits, the next one first.
    pub(crate) timers: Vec<Timer>,
    /// Open cases.
    pub(crate) cases: Vec<String>,
}

impl Scene {
    /// What the customer's answers count as: that it is the customer in person, and what was agreed to.
    pub(crate) fn standing(&self, lang: Lang) -> Option<String> {
        let (identified, agreed, comma) = match lang {
            Lang::Zh => ("是本人", "已同意", "；"),
            Lang::En => ("identified", "agreed to", "; "),
        };
        let agreed = (!self.consents.is_empty()).then(|| format!("{agreed} {}", self.consents.join("、")));
        let parts: Vec<String> = self.identified.then(|| identified.to_owned()).into_iter().chain(agreed).collect();
        (!parts.is_empty()).then(|| parts.join(comma))
    }
}

/// A line on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// How it is meant.
    pub(crate) kind: LineKind,
    /// Alternatives: one is said.
    pub(crate) words: Vec<String>,
}

/// How a line is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineKind {
    /// 必说, 问
    Must,
    /// 应说
    Should,
    /// 说
    May,
    /// 提示
    Tip,
    /// 复述
    ReadBack,
}

impl LineKind {
    /// How a line so strongly ordered is meant.
    pub(crate) fn of(modality: Modality) -> Self {
        match modality {
            Modality::Must => Self::Must,
            Modality::Should => Self::Should,
            Modality::May => Self::May,
        }
    }
}

/// A form or a question.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entry {
    /// The form's name; none for a question.
    pub(crate) form: Option<String>,
    /// The case it belongs to.
    pub(crate) case: u32,
    /// What can be entered.
    pub(crate) fields: Vec<Field>,
    /// What a form cannot be submitted without; of a group that needs one, all joined with 或.
    pub(crate) missing: Vec<String>,
}

/// A field.
#[derive(Debug, Clone, Default)]
pub(crate) struct Field {
    /// Its name.
    pub(crate) name: String,
    /// What it holds, as a person would write it.
    pub(crate) value: String,
    /// It must hold something.
    pub(crate) required: bool,
    /// What it takes.
    pub(crate) wanted: Vec<String>,
}

/// An option.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    /// Its label.
    pub(crate) label: String,
    /// What customers say.
    pub(crate) samples: Vec<String>,
    /// Why it cannot be chosen.
    pub(crate) disabled: Option<String>,
    /// It is offered at any time.
    pub(crate) anytime: bool,
    /// The case that offers it.
    pub(crate) case: u32,
}

/// An action whose answer is awaited.
#[derive(Debug, Clone)]
pub(crate) struct Awaited {
    /// Its number in the session.
    pub(crate) id: u32,
    /// Its name.
    pub(crate) name: String,
    /// Name and arguments, as written in a script.
    pub(crate) call: String,
    /// What the answer may be.
    pub(crate) wanted: Vec<String>,
}

/// A running limit.
#[derive(Debug, Clone)]
pub(crate) struct Timer {
    /// What waits.
    pub(crate) what: String,
    /// When it is broken.
    pub(crate) due: i64,
    /// How much is left, ms.
    pub(crate) left: i64,
    /// How long it was, ms.
    pub(crate) whole: i64,
}
