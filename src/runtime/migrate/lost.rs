//! What a migration could not carry, and what else it has to say.

use crate::base::Message;
use crate::program::spell::{english, plain};
use serde_json::{Value as Json, json};

/// Something that was in the snapshot and is not in the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// What sort of thing it is.
    pub kind: LostKind,
    /// The call (0) or case it belongs to; none for what belongs to the whole session.
    pub case: Option<u32>,
    /// What it is called in the program that the snapshot was taken of.
    pub name: String,
    /// What was in it: a value, a place, an instant. Empty where there is nothing to say.
    pub was: String,
}

/// Something that a host should know of and that lost nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What sort of thing it is.
    pub kind: RemarkKind,
    /// The call (0) or case it belongs to; none for what belongs to the whole session.
    pub case: Option<u32>,
    /// What it is called, or was.
    pub name: String,
    /// How it was.
    pub was: String,
    /// How it is.
    pub now: String,
}

/// Sorts of what is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LostKind {
    /// The flow in which a thread stood: it is put on the shelf (搁置).
    Flow,
    /// The step in which it stood: likewise.
    Step,
    /// The wait at which it stood in a step that is there: likewise.
    Place,
    /// The option or handler whose body it ran: likewise.
    Handler,
    /// A value whose place is gone.
    Value,
    /// A value that its place does not take any more.
    Unfit,
    /// A record whose form is gone.
    Record,
    /// An action agreed to.
    Consent,
    /// The role that acts.
    Role,
    /// How often a wait was begun anew.
    Again,
    /// The limit of a wait that has none any more.
    Timer,
    /// An instance of a 期限 that is gone.
    Deadline,
    /// A 升级 that is gone.
    Ladder,
    /// The rung on which a 升级 stood.
    Rung,
    /// The present period of a 周期.
    Schedule,
    /// A record that a 留存 kept.
    Retain,
    /// A 停表 that held a clock, which runs again.
    Pause,
    /// The ledger of a clock that now counts another sort of time.
    Ledger,
    /// A rule with all that was known of it.
    Rule,
    /// What a changed sentence still waited for.
    Obligation,
    /// A stretch that lasted.
    Stretch,
    /// What a metric had counted.
    Metric,
    /// Something that happened and was not settled yet.
    Event,
    /// The customer's mood.
    Mood,
}

/// Sorts of remarks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RemarkKind {
    /// It has another name now.
    Renamed,
    /// It stands again where it stood before it was put on the shelf.
    Returned,
    /// Its 限时 reads otherwise; the instant it runs out stays.
    Kept,
    /// 追溯: its last instant was counted anew.
    Recounted,
    /// Its wait has a 限时 now; it goes on without.
    Unlimited,
    /// A rule or sentence that is judged from now on.
    Begins,
    /// A changed sentence that waited for nothing begins anew.
    Forgotten,
    /// A parameter that the session was not given.
    Param,
    /// A 周期 that is watched from now on.
    Schedule,
    /// Turns and pauses are measured anew.
    Measure,
}

impl LostKind {
    /// Its stable name in data, and what the snapshot calls the part.
    pub fn id(self) -> &'static str {
        match self {
            Self::Flow => "flow",
            Self::Step => "step",
            Self::Place => "place",
            Self::Handler => "handler",
            Self::Value => "value",
            Self::Unfit => "unfit",
            Self::Record => "record",
            Self::Consent => "consent",
            Self::Role => "role",
            Self::Again => "again",
            Self::Timer => "timer",
            Self::Deadline => "deadline",
            Self::Ladder => "ladder",
            Self::Rung => "rung",
            Self::Schedule => "schedule",
            Self::Retain => "retain",
            Self::Pause => "pause",
            Self::Ledger => "ledger",
            Self::Rule => "rule",
            Self::Obligation => "obligation",
            Self::Stretch => "stretch",
            Self::Metric => "metric",
            Self::Event => "event",
            Self::Mood => "mood",
        }
    }

    /// The kind of a stable name.
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.id() == id)
    }

    /// Whether the thread stands nowhere because of it.
    pub fn strands(self) -> bool {
        matches!(self, Self::Flow | Self::Step | Self::Place | Self::Handler)
    }

    const ALL: [Self; 24] = [
        Self::Flow,
        Self::Step,
        Self::Place,
        Self::Handler,
        Self::Value,
        Self::Unfit,
        Self::Record,
        Self::Consent,
        Self::Role,
        Self::Again,
        Self::Timer,
        Self::Deadline,
        Self::Ladder,
        Self::Rung,
        Self::Schedule,
        Self::Retain,
        Self::Pause,
        Self::Ledger,
        Self::Rule,
        Self::Obligation,
        Self::Stretch,
        Self::Metric,
        Self::Event,
        Self::Mood,
    ];
}

impl Lost {
    /// As data.
    pub fn to_json(&self) -> Json {
        let Message { zh, en } = self.message();
        json!({"kind": self.kind.id(), "case": self.case, "name": self.name, "was": self.was, "message": zh, "message_en": en})
    }

    /// Out of a snapshot.
    pub(super) fn of(json: &Json) -> Option<Self> {
        let text = |key: &str| json.get(key).and_then(Json::as_str).map(str::to_owned);
        Some(Self {
            kind: LostKind::of(json.get("kind")?.as_str()?)?,
            case: json.get("case")?.as_u64().and_then(|n| u32::try_from(n).ok()),
            name: text("name")?,
            was: text("was")?,
        })
    }

    /// What happened to it, in both languages.
    pub fn message(&self) -> Message {
        let (name, was) = (plain(&self.name).replace('/', " / "), plain(&self.was));
        // What stands on a line or lasts has its keywords in its name; whatever else has a name was given it by the script.
        let spelled = matches!(self.kind, LostKind::Event | LostKind::Stretch | LostKind::Obligation);
        let name_en = if spelled { english(&self.name) } else { name.clone() };
        let was_en = if self.kind == LostKind::Rung { was.clone() } else { english(&self.was) };
        let (zh, en) = match self.kind {
            LostKind::Flow => (
                format!("流程“{name}”没有了，停在那里的只能搁置"),
                format!("flow `{name_en}` is gone; what stood there is put on the shelf"),
            ),
            LostKind::Step => (
                format!("环节“{name}”没有了，停在那里的只能搁置"),
                format!("step `{name_en}` is gone; what stood there is put on the shelf"),
            ),
            LostKind::Place => (
                format!("环节“{name}”里没有“{was}”这一处了，停在那里的只能搁置"),
                format!("step `{name_en}` has no `{was_en}` any more; what stood there is put on the shelf"),
            ),
            LostKind::Handler => (
                format!("“{name}”里没有“{was}”了，正在办它的只能搁置"),
                format!("`{name_en}` has no `{was_en}` any more; what was busy with it is put on the shelf"),
            ),
            LostKind::Value => {
                (format!("“{name}”没有了，它的值 {was} 丢了"), format!("`{name_en}` is gone, and its value {was_en} with it"))
            }
            LostKind::Unfit => {
                (format!("“{name}”现在装不下 {was}，改成未知"), format!("`{name_en}` does not take {was_en} any more; it is unknown now"))
            }
            LostKind::Record => {
                (format!("登记表“{name}”没有了，填好的一张丢了"), format!("form `{name_en}` is gone, and a filled one with it"))
            }
            LostKind::Consent => (
                format!("动作“{name}”没有了，客户的同意随它作废"),
                format!("action `{name_en}` is gone, and the customer's consent with it"),
            ),
            LostKind::Role => (format!("角色“{name}”没有了"), format!("role `{name_en}` is gone")),
            LostKind::Again => (
                format!("“{name}”里“重等”的次数丢了（已重等 {was} 次）"),
                format!("how often `{name_en}` waited again is lost (it was {was_en})"),
            ),
            LostKind::Timer => (
                format!("“{name}”不再有限时，原来的“{was}”不再算"),
                format!("`{name_en}` has no limit any more; `{was_en}` runs no longer"),
            ),
            LostKind::Deadline => {
                (format!("期限“{name}”没有了，正在走的一个{was}丢了"), format!("deadline `{name_en}` is gone, and one that ran with it"))
            }
            LostKind::Ladder => {
                (format!("升级“{name}”没有了，正在走的一个丢了"), format!("ladder `{name_en}` is gone, and one that ran with it"))
            }
            LostKind::Rung => (
                format!("升级“{name}”没有“{was}”这一级了，停在这一级的丢了"),
                format!("ladder `{name_en}` has no rung `{was_en}` any more; what stood on it is lost"),
            ),
            LostKind::Schedule => (
                format!("周期“{name}”没有了，这一期不再看"),
                format!("schedule `{name_en}` is gone; its present period is watched no longer"),
            ),
            LostKind::Retain => (
                format!("登记表“{name}”的留存没有了，正在存的一份丢了"),
                format!("form `{name_en}` is kept no longer; a record that was kept is lost"),
            ),
            LostKind::Pause => (
                format!("“{name}”没有“{was}”了，停着的钟从现在起又走"),
                format!("`{name_en}` has no `{was_en}` any more; the clock it held runs again"),
            ),
            LostKind::Ledger => (
                format!("“{name}”换了计时的办法，停表扣下的时间（{was}）换算不了"),
                format!("`{name_en}` counts another sort of time; what its pauses had saved ({was_en}) cannot be turned into it"),
            ),
            LostKind::Rule => {
                (format!("规则“{name}”没有了，判到一半的作废"), format!("rule `{name_en}` is gone, and what was known of it"))
            }
            LostKind::Obligation => (
                format!("规则“{name}”的句子改了，还欠着的“{was}”不再追"),
                format!("the sentence of rule `{name_en}` has changed; `{was_en}` is owed no longer"),
            ),
            LostKind::Stretch => {
                (format!("“{name}”没有了，正在持续的一段丢了"), format!("`{name_en}` is gone, and one that lasted with it"))
            }
            LostKind::Metric => (format!("指标“{name}”没有了，数过的丢了"), format!("metric `{name_en}` is gone, and what it had counted")),
            LostKind::Event => {
                (format!("还没结算的“{name}”新程序不认识"), format!("the new program does not know `{name_en}`, which was not settled yet"))
            }
            LostKind::Mood => (format!("情绪没有“{name}”这一项了，改成未知"), format!("the mood `{name_en}` is gone; it is unknown now")),
        };
        Message::new(zh, en)
    }
}

impl RemarkKind {
    /// Its stable name in data.
    pub fn id(self) -> &'static str {
        match self {
            Self::Renamed => "renamed",
            Self::Returned => "returned",
            Self::Kept => "kept",
            Self::Recounted => "recounted",
            Self::Unlimited => "unlimited",
            Self::Begins => "begins",
            Self::Forgotten => "forgotten",
            Self::Param => "param",
            Self::Schedule => "schedule",
            Self::Measure => "measure",
        }
    }
}

impl Remark {
    /// As data.
    pub fn to_json(&self) -> Json {
        let Message { zh, en } = self.message();
        json!({
            "kind": self.kind.id(), "case": self.case, "name": self.name, "was": self.was, "now": self.now, "message": zh, "message_en": en,
        })
    }

    /// What there is to know, in both languages.
    pub fn message(&self) -> Message {
        let (name, was, now) = (plain(&self.name).replace('/', " / "), plain(&self.was), plain(&self.now));
        let given = self.kind == RemarkKind::Renamed;
        let in_english = |marked: &str| if given { plain(marked) } else { english(marked) };
        let (name_en, was_en, now_en) = (name.clone(), in_english(&self.was), in_english(&self.now));
        let (zh, en) = match self.kind {
            RemarkKind::Renamed => (format!("{name}“{was}”现在叫“{now}”"), format!("`{was_en}` is called `{now_en}` now")),
            RemarkKind::Returned => {
                (format!("原来搁置在“{name}”的，从那里接着办"), format!("what had been shelved at `{name_en}` goes on from there"))
            }
            RemarkKind::Kept => (
                format!("“{name}”从“{was}”改成“{now}”，正在走的到期不变"),
                format!("`{name_en}` was `{was_en}` and is `{now_en}`; one that runs keeps its instant"),
            ),
            RemarkKind::Recounted => (
                format!("“{name}”从“{was}”改成“{now}”，追溯：从开始的时候重新算"),
                format!("`{name_en}` was `{was_en}` and is `{now_en}`; one that runs is counted anew from its beginning"),
            ),
            RemarkKind::Unlimited => (
                format!("“{name}”现在有“{now}”，已经在等的不加限时"),
                format!("`{name_en}` has `{now_en}` now; what waits already goes on without"),
            ),
            RemarkKind::Begins => (
                format!("规则“{name}”从现在起判，之前的无法判定"),
                format!("rule `{name_en}` is judged from now on; nobody can tell of what came before"),
            ),
            RemarkKind::Forgotten => (
                format!("规则“{name}”的句子改了，没有欠着的，从现在起照新的判"),
                format!("the sentence of rule `{name_en}` has changed; nothing was owed, and the new one is judged from now on"),
            ),
            RemarkKind::Param => {
                (format!("参数“{name}”是新的，这一通没有给过：{now}"), format!("parameter `{name_en}` is new and was not given: {now_en}"))
            }
            RemarkKind::Schedule => (format!("周期“{name}”从现在起看"), format!("schedule `{name_en}` is watched from now on")),
            RemarkKind::Measure => (
                "计量改了，说话和停顿从现在起照新的量".to_owned(),
                "how turns and pauses are measured has changed; they are measured anew".to_owned(),
            ),
        };
        Message::new(zh, en)
    }
}
