//! The algebra of types and units: what fits where, and what a type is called.

use super::model::{CivilUnit, Model, Ty};
use crate::syntax::ast::Unit;

impl Ty {
    /// Whether a value of this type may stand where `want` is asked for.
    pub(crate) fn fits(&self, want: &Ty) -> bool {
        match (self, want) {
            (Ty::Bad, _) | (_, Ty::Bad) => true,
            (Ty::Integer, Ty::Number) => true,
            (Ty::Mobile, Ty::Phone | Ty::Text) | (Ty::Phone, Ty::Text) => true,
            (Ty::Person(_), Ty::Person(None)) => true,
            (Ty::List(a), Ty::List(b)) => a.fits(b),
            (a, b) => a == b,
        }
    }

    /// Whether two values may be compared for being the same.
    pub(crate) fn comparable(&self, other: &Ty) -> bool {
        self.fits(other) || other.fits(self)
    }

    /// Whether values of this type have an order.
    pub(crate) fn is_ordered(&self) -> bool {
        self.is_quantity() || matches!(self, Ty::Date | Ty::Clock | Ty::Instant | Ty::Leaf(_) | Ty::Bad)
    }

    /// Whether this is a number, counted or not.
    pub(crate) fn is_quantity(&self) -> bool {
        self.is_plain_number() || self.is_length() || matches!(self, Ty::Times | Ty::Rings | Ty::Chars | Ty::Money | Ty::Points | Ty::Pace)
    }

    /// 整数, 数
    pub(crate) fn is_plain_number(&self) -> bool {
        matches!(self, Ty::Integer | Ty::Number)
    }

    /// Any sort of length of time.
    pub(crate) fn is_length(&self) -> bool {
        matches!(self, Ty::Duration | Ty::Civil | Ty::Working)
    }

    /// What the type is called where two sorts of length meet: an exact one says what it is counted by, like the others.
    pub(crate) fn sort_of_length(&self, model: &Model) -> (String, String) {
        match self {
            Ty::Duration => ("按钟表算的时长".to_owned(), "a length by the clock".to_owned()),
            _ => self.called(model),
        }
    }

    /// A value of the type as it is written, to show how; none where only the host has one.
    pub(crate) fn example(&self, model: &Model) -> Option<String> {
        Some(match self {
            Self::Text => "“…”".to_owned(),
            Self::Integer => "3".to_owned(),
            Self::Number => "0.5".to_owned(),
            Self::Bool => "是".to_owned(),
            Self::Duration => "30秒".to_owned(),
            Self::Civil => "3天".to_owned(),
            Self::Working => "2个工作小时".to_owned(),
            Self::Times => "3次".to_owned(),
            Self::Rings => "3声".to_owned(),
            Self::Chars => "20字".to_owned(),
            Self::Money => "3元".to_owned(),
            Self::Points => "2分".to_owned(),
            Self::Pace => "180字/分钟".to_owned(),
            Self::Date => "2026-10-01".to_owned(),
            Self::Clock => "18:00".to_owned(),
            Self::Instant => "现在".to_owned(),
            Self::Mobile => "“13800138000”".to_owned(),
            Self::Phone => "“010-12345678”".to_owned(),
            Self::Leaf(id) => model.taxonomies.get(id.index())?.leaves.first()?.name.to_string(),
            Self::Recording
            | Self::Signature
            | Self::Person(_)
            | Self::Role
            | Self::List(_)
            | Self::Record(_)
            | Self::Phrases
            | Self::Bad => return None,
        })
    }

    /// What the type is called, Chinese and English.
    pub(crate) fn called(&self, model: &Model) -> (String, String) {
        let (zh, en) = match self {
            Ty::Text => ("文本", "text"),
            Ty::Integer => ("整数", "a whole number"),
            Ty::Number => ("数", "a number"),
            Ty::Bool => ("“是”或“否”", "yes or no"),
            Ty::Duration => ("时长", "a duration"),
            Ty::Civil => ("按日历算的时长", "a length by the calendar"),
            Ty::Working => ("按工作时间算的时长", "a length of working time"),
            Ty::Times => ("次数", "a number of times"),
            Ty::Rings => ("声数", "a number of rings"),
            Ty::Chars => ("字数", "a number of characters"),
            Ty::Money => ("金额", "an amount of money"),
            Ty::Points => ("分值", "points"),
            Ty::Pace => ("语速", "a rate of speech"),
            Ty::Date => ("日期", "a date"),
            Ty::Clock => ("钟点", "a time of day"),
            Ty::Instant => ("时刻", "an instant"),
            Ty::Mobile => ("手机号", "a mobile number"),
            Ty::Phone => ("电话号码", "a phone number"),
            Ty::Recording => ("录音", "a recording"),
            Ty::Signature => ("签名", "a signature"),
            Ty::Person(None) => ("人员", "a person"),
            Ty::Person(Some(role)) => {
                let name = model.roles.get(role.index()).map_or("", |r| r.name.as_str());
                return (format!("担任“{name}”的人"), format!("a person who is `{name}`"));
            }
            Ty::Role => ("角色", "a role"),
            Ty::List(of) => {
                let (zh, en) = of.called(model);
                return (format!("{zh}的列表"), format!("a list of {en}"));
            }
            Ty::Leaf(id) => {
                let Some(t) = model.taxonomies.get(id.index()) else { return ("分类".into(), "a taxonomy".into()) };
                if t.name.is_empty() {
                    let leaves: Vec<&str> = t.leaves.iter().map(|l| l.name.as_str()).collect();
                    return (leaves.join("、"), format!("one of {}", leaves.join(", ")));
                }
                return (format!("分类“{}”里的一项", t.name), format!("an entry of `{}`", t.name));
            }
            Ty::Record(id) => {
                let name = model.forms.get(id.index()).map_or("", |f| f.name.as_str());
                return (format!("一份“{name}”"), format!("a record of `{name}`"));
            }
            Ty::Phrases => ("用语的名字", "the name of a phrase class"),
            Ty::Bad => ("", ""),
        };
        (zh.to_owned(), en.to_owned())
    }
}

/// What a unit measures, and how many ms it has or which civil unit it is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Measure {
    /// An exact length: ms in one.
    Exact(i64),
    /// A length by the calendar or of working time.
    Civil(CivilUnit),
    /// A count or an amount of this type.
    Count(fn() -> Ty),
    /// 号, which is no quantity.
    Ordinal,
}

/// What a unit measures.
pub(crate) fn measure(unit: Unit) -> Measure {
    match unit {
        Unit::Ms => Measure::Exact(1),
        Unit::Seconds => Measure::Exact(1_000),
        Unit::Minutes => Measure::Exact(60_000),
        Unit::Hours => Measure::Exact(3_600_000),
        Unit::Days => Measure::Civil(CivilUnit::Days),
        Unit::Workdays => Measure::Civil(CivilUnit::Workdays),
        Unit::WorkHours => Measure::Civil(CivilUnit::WorkHours),
        Unit::WorkMinutes => Measure::Civil(CivilUnit::WorkMinutes),
        Unit::Weeks => Measure::Civil(CivilUnit::Weeks),
        Unit::Months => Measure::Civil(CivilUnit::Months),
        Unit::Quarters => Measure::Civil(CivilUnit::Quarters),
        Unit::Years => Measure::Civil(CivilUnit::Years),
        Unit::Rings => Measure::Count(|| Ty::Rings),
        Unit::Times => Measure::Count(|| Ty::Times),
        Unit::Yuan => Measure::Count(|| Ty::Money),
        Unit::Points => Measure::Count(|| Ty::Points),
        Unit::Chars => Measure::Count(|| Ty::Chars),
        Unit::CharsPerMinute => Measure::Count(|| Ty::Pace),
        Unit::DayOfMonth => Measure::Ordinal,
    }
}

/// The type of a civil or working length.
pub(crate) fn civil_ty(unit: CivilUnit) -> Ty {
    match unit {
        CivilUnit::WorkHours | CivilUnit::WorkMinutes | CivilUnit::WorkMs => Ty::Working,
        CivilUnit::Days | CivilUnit::Workdays | CivilUnit::Weeks | CivilUnit::Months | CivilUnit::Quarters | CivilUnit::Years => Ty::Civil,
    }
}

/// Days from 1970-01-01 to a date, by the proleptic Gregorian calendar.
pub(crate) fn days(year: i32, month: u32, day: u32) -> i32 {
    let y = i64::from(year) - i64::from(month <= 2);
    let era = y.div_euclid(400);
    let yoe = y.rem_euclid(400);
    let shifted = i64::from(month + 9) % 12;
    let doy = (153 * shifted + 2) / 5 + i64::from(day) - 1;
    let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    (era * 146_097 + doe - 719_468) as i32
}
