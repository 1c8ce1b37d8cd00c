//! The shape of an effect: what `run` prints a line of and what a frontend is told, for those who read it by machine.
#![allow(dead_code, reason = "effects are written by the runtime, member by member; here stands what comes of it")]

use crate::base::phrase::Fold;
use crate::program::Severity;
use schemars::JsonSchema;
use serde_json::{Map, Value as Json};

/// An effect as `Session::effect_json` tells it.
#[derive(JsonSchema)]
#[schemars(title = "huashu effect", deny_unknown_fields)]
pub struct EffectShape {
    /// The instant, ms since the epoch.
    at: i64,
    /// The number of the case; of the call there is none.
    case: Option<u32>,
    /// The flow it happens in.
    flow: Option<String>,
    /// The step it happens in.
    step: Option<String>,
    /// The file that says so.
    file: Option<String>,
    /// The line there, from 1.
    line: Option<u32>,
    #[schemars(flatten)]
    what: What,
}

impl EffectShape {
    /// Its schema.
    pub fn schema() -> Json {
        schemars::schema_for!(Self).to_value()
    }
}

/// What it is.
#[derive(JsonSchema)]
#[schemars(tag = "effect", rename_all = "snake_case")]
enum What {
    /// A step is entered.
    Enter,
    /// A step is left.
    Leave,
    /// A line to be said: one of the words; none where a 用语 that is not known yet has them.
    Say { modality: Level, words: Vec<String>, basis: Option<Vec<String>> },
    /// A tip for who speaks.
    Tip { text: String },
    /// A question waits for its answer.
    Ask { field: String, words: Vec<String> },
    /// A form is open.
    Form { form: String, fields: Vec<String> },
    /// What is to be read back.
    #[schemars(rename = "readback")]
    ReadBack { fields: Vec<ReadBack> },
    /// What may be chosen.
    Options { options: Vec<Choice> },
    /// An action that the host must do, once for each id.
    Do { action: String, id: String, args: Map<String, Json>, awaits: bool },
    /// A value was kept.
    Record { name: String, value: Json },
    /// A time limit runs to `due`, ms since the epoch: of a step, or of what `limit` names; `null` where the calendar does not know its instant.
    Timer { due: Option<i64>, limit: Option<String>, kind: Option<LimitKind>, key: Option<String> },
    /// A time limit of a step is broken.
    Timeout,
    /// It is the turn of another role, up to `due`.
    HandOver { limit: String, kind: LimitKind, key: Option<String>, role: String, due: i64 },
    /// A limit stands otherwise than before.
    Limit { limit: String, kind: LimitKind, key: Option<String>, state: LimitState, late: Option<bool>, action: Option<Expiry> },
    /// A case is opened: its number, and its flow.
    Open { opened: u32, opens: Option<String> },
    /// A handler ended, and the wait it interrupted goes on.
    Resume,
    /// Nothing took the event.
    Unhandled { event: String },
    /// Something went against a rule.
    Finding {
        #[schemars(flatten)]
        found: Box<Found>,
    },
    /// The call, or the case, has ended; without a name where its first flow came back.
    End { result: Option<String> },
    /// Something was refused.
    Error { error: String, given: String, expected: Vec<String>, message: String, message_en: String },
}

/// What went against a rule.
#[derive(JsonSchema)]
#[schemars(tag = "finding", rename_all = "snake_case")]
enum Found {
    /// 到此为止: a limit was broken, and the wait goes on without it.
    LimitBroken,
    /// An action whose 仅当 does not hold was not done.
    NotProvided { action: String },
    /// An action that cannot be undone was not done: the customer did not agree to it.
    NoConsent { action: String },
    /// The acting role may not do this.
    NotAllowed,
    /// No row of a table holds.
    NoRow,
    /// A limit whose length is not known was not started.
    NoLength,
    /// A 期限 is broken.
    Overdue { limit: String, kind: LimitKind, key: Option<String> },
    /// A 周期 is missed.
    Missed { limit: String, kind: LimitKind, key: Option<String> },
    /// 留存: a record was deleted before its time was over.
    ErasedEarly { limit: String, kind: LimitKind, key: Option<String> },
    /// A calendar could not answer.
    Calendar { calendar: String, fault: String, year: Option<i32> },
    /// A sentence of a rule is broken.
    RuleBroken(Box<Rule>),
    /// Nobody can tell whether a sentence of a rule is broken.
    RuleUnknown(Box<Rule>),
    /// A line that ought to be said was not.
    LineMissing(Box<Line>),
    /// A line was said before what it ought to come after.
    LineEarly(Box<Line>),
    /// Nobody can tell whether a line was said.
    LineUnknown(Box<Line>),
}

/// A finding of a rule.
#[derive(JsonSchema)]
struct Rule {
    rule: String,
    /// From 1.
    sentence: u32,
    duty: Duty,
    severity: Severity,
    /// What it costs; a decimal number.
    points: Option<Json>,
    veto: Option<bool>,
    late: Option<bool>,
    merged: Option<bool>,
    whole_turns: Option<bool>,
    key: Option<String>,
    triggers: Option<Vec<Witness>>,
    event: Option<Witness>,
    /// What was said that must not be.
    phrase: Option<Phrase>,
    /// What was asked for and comes closest to what was said.
    words: Option<Compared>,
    /// From when to when it should have happened, both included.
    missing: Option<(i64, i64)>,
    bound: Option<i64>,
    observed: Option<i64>,
    gaps: Option<Vec<(i64, i64)>>,
    reason: Option<String>,
    basis: Option<Vec<String>>,
}

/// A finding of a line that ought to be said.
#[derive(JsonSchema)]
struct Line {
    modality: Level,
    #[schemars(flatten)]
    compared: Compared,
    /// From when to when it should have been said.
    between: (i64, i64),
    basis: Option<Vec<String>>,
    /// What it was said before.
    after: Option<String>,
    reason: Option<String>,
}

/// How the closest line compares with what was said.
#[derive(JsonSchema)]
struct Compared {
    wanted: Wanted,
    missing: Option<Vec<String>>,
    too_early: Option<Vec<String>>,
    wrong: Option<Vec<Wrong>>,
    contrary: Option<bool>,
    /// Characters.
    differing: u32,
    /// Characters.
    forgiven: u32,
    said: Vec<Quote>,
}

/// A line as the script writes it.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Wanted {
    id: String,
    text: String,
    /// How many other lines would have done.
    others: u32,
    file: Option<String>,
    line: Option<u32>,
}

/// A value that was said wrong.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Wrong {
    value: String,
    said: String,
}

/// What was said, with the characters that come closest.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Quote {
    at: i64,
    text: String,
    start: Option<u32>,
    end: Option<u32>,
}

/// An event that bears witness.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Witness {
    at: i64,
    what: String,
    text: Option<String>,
}

/// A phrase of a 禁语 that was said: places count characters, the end not included.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Phrase {
    set: String,
    phrase: String,
    start: u32,
    end: u32,
    category: Option<String>,
    replacement: Option<String>,
    folds: Option<Vec<Fold>>,
}

/// A field as it is read back.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ReadBack {
    field: String,
    text: String,
}

/// An option.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Choice {
    option: String,
    /// It comes from a 随时.
    anytime: Option<bool>,
    /// Why it cannot be chosen now.
    disabled: Option<String>,
}

/// How strongly a line is ordered.
#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case")]
enum Level {
    Must,
    Should,
    May,
}

/// How strongly a sentence binds.
#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case")]
enum Duty {
    Must,
    Should,
    Advise,
    May,
}

/// 期限, 升级, 周期, 留存
#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case")]
enum LimitKind {
    Deadline,
    Ladder,
    Schedule,
    Retain,
}

/// Where a limit stands.
#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case")]
enum LimitState {
    Paused,
    Warning,
    Past,
    Closed,
    Top,
    Expired,
}

/// What becomes of a record.
#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case")]
enum Expiry {
    Archive,
    Erase,
    Seal,
    Extend,
}
