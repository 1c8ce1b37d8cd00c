//! Values while a program is played.

use crate::base::Decimal;
use crate::program::CivilUnit;
use smol_str::SmolStr;
use std::cmp::Ordering;
use std::sync::Arc;

/// A value of a running session.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Val {
    /// 未知
    #[default]
    Unknown,
    /// 是否
    Bool(bool),
    /// Any counted quantity, in its unit.
    Number(Decimal),
    /// ms
    Duration(i64),
    /// A civil or working length.
    Civil(i64, CivilUnit),
    /// 文本, 手机号, 电话号码, 录音, 签名
    Text(SmolStr),
    /// Days since 1970-01-01.
    Date(i32),
    /// ms after midnight.
    Clock(u32),
    /// ms since the epoch.
    Instant(i64),
    /// Taxonomy and leaf.
    Leaf(u32, u32),
    /// A role itself.
    Role(u32),
    /// A phrase class.
    Phrases(u32),
    /// 人员
    Person(Arc<Person>),
    /// 列表
    List(Arc<[Val]>),
    /// A record: its place in [`Records`]. A record handed on is the same record.
    Record(u32),
}

/// A person as the host names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name.
    pub name: SmolStr,
    /// The role they act in, where the host said it.
    pub role: Option<u32>,
}

/// A filled form.
#[derive(Debug, PartialEq)]
pub(crate) struct Record {
    /// Which form.
    pub(crate) form: u32,
    /// One a field.
    pub(crate) values: Vec<Val>,
    /// 已确认, until a field is assigned or the form is opened again.
    pub(crate) confirmed: bool,
}

/// All records of a session.
#[derive(Debug, PartialEq, Default)]
pub(crate) struct Records {
    pub(crate) items: Vec<Record>,
    /// How many were kept when unused ones were last let go.
    pub(crate) kept: usize,
}

impl Val {
    /// A quantity, a length or a time as a whole number of its least parts: millionths, ms, days; of a civil length its own unit.
    pub fn scalar(&self) -> Option<i64> {
        match self {
            Self::Number(n) => Some(n.0),
            Self::Duration(n) | Self::Civil(n, _) | Self::Instant(n) => Some(*n),
            Self::Date(days) => Some(i64::from(*days)),
            Self::Clock(ms) => Some(i64::from(*ms)),
            Self::Unknown
            | Self::Bool(_)
            | Self::Text(_)
            | Self::Leaf(..)
            | Self::Role(_)
            | Self::Phrases(_)
            | Self::Person(_)
            | Self::List(_)
            | Self::Record(_) => None,
        }
    }
}

impl Records {
    /// Adds a record.
    pub(crate) fn add(&mut self, record: Record) -> Val {
        self.items.push(record);
        Val::Record(self.items.len() as u32 - 1)
    }

    /// The record a value stands for.
    pub(crate) fn get(&self, value: &Val) -> Option<&Record> {
        match value {
            Val::Record(id) => self.items.get(*id as usize),
            _ => None,
        }
    }

    /// The record a value stands for, to be changed.
    pub(crate) fn get_mut(&mut self, value: &Val) -> Option<&mut Record> {
        match value {
            Val::Record(id) => self.items.get_mut(*id as usize),
            _ => None,
        }
    }
}

impl Val {
    /// Whether it is known.
    pub fn is_known(&self) -> bool {
        !matches!(self, Self::Unknown)
    }

    /// 是
    pub fn is_yes(&self) -> bool {
        matches!(self, Self::Bool(true))
    }

    /// The ms of a length.
    pub(crate) fn as_ms(&self) -> Option<i64> {
        match self {
            Self::Duration(ms) => Some(*ms),
            _ => None,
        }
    }

    /// The order of two values of one sort; none where they have none.
    pub(crate) fn order(&self, other: &Self) -> Option<Ordering> {
        Some(match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.cmp(b),
            (Self::Duration(a), Self::Duration(b)) | (Self::Instant(a), Self::Instant(b)) => a.cmp(b),
            (Self::Civil(a, u), Self::Civil(b, v)) if u == v => a.cmp(b),
            (Self::Civil(a, u), Self::Civil(b, v)) if u.least().0 == v.least().0 => {
                (i128::from(*a) * i128::from(u.least().1)).cmp(&(i128::from(*b) * i128::from(v.least().1)))
            }
            (Self::Date(a), Self::Date(b)) => a.cmp(b),
            (Self::Clock(a), Self::Clock(b)) => a.cmp(b),
            (Self::Leaf(t, a), Self::Leaf(u, b)) if t == u => a.cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Bool(a), Self::Bool(b)) => a.cmp(b),
            _ => return None,
        })
    }
}
