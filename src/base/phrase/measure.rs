//! What values mean, by the kind of what is told: money, a time of day, a date, a length of time.

use super::value::{ONE, Told};

/// A value, its amount in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// Of a yuan.
    Money(u128),
    Percent(u128),
    /// 次
    Times(u128),
    /// 分
    Points(u128),
    /// No unit.
    Number(u128),
    /// Of a millisecond.
    Length(u128),
    /// Milliseconds since midnight.
    Clock(u128),
    /// The year need not be told.
    Date(Option<u128>, u128, u128),
}

/// What a value means: 三点零五 may be a time and a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Meant(pub(super) Measure, pub(super) Option<Measure>);

impl Meant {
    /// Whether two may mean the same.
    pub(super) fn agrees(self, other: Self) -> bool {
        let all = |meant: Self| std::iter::once(meant.0).chain(meant.1);
        all(self).any(|a| all(other).any(|b| a.agrees(b)))
    }

    /// Whether two are values of one kind.
    pub(super) fn is_like(self, other: Self) -> bool {
        std::mem::discriminant(&self.0) == std::mem::discriminant(&other.0)
    }
}

impl Measure {
    fn agrees(self, other: Self) -> bool {
        match (self, other) {
            (Self::Date(a, ..), Self::Date(b, ..)) if a.is_none() || b.is_none() => self.without_year() == other.without_year(),
            _ => self == other,
        }
    }

    fn without_year(self) -> Self {
        if let Self::Date(_, month, day) = self { Self::Date(None, month, day) } else { self }
    }
}

/// When a word for a part of the day is said: the first hour, the last one, and whether it is of the second half.
const DAY: [(&str, u128, u128, bool); 11] = [
    ("凌晨", 0, 5, false),
    ("清晨", 4, 8, false),
    ("早晨", 4, 10, false),
    ("早上", 4, 11, false),
    ("上午", 5, 12, false),
    ("中午", 11, 14, true),
    ("下午", 12, 19, true),
    ("傍晚", 16, 20, true),
    ("晚上", 17, 24, true),
    ("夜里", 20, 28, true),
    ("半夜", 22, 28, true),
];

const SECOND: u128 = 1_000;
const MINUTE: u128 = 60 * SECOND;
const HOUR: u128 = 60 * MINUTE;

/// Units of a length, the longest first; of each how many milliseconds it has.
const LENGTHS: [(&[&str], u128); 6] = [
    (&["天"], 24 * HOUR),
    (&["小时", "个小时", "钟头", "个钟头", "个钟"], HOUR),
    (&["刻钟"], 15 * MINUTE),
    (&["分钟", "分"], MINUTE),
    (&["秒", "秒钟"], SECOND),
    (&["毫秒"], 1),
];

type Found = Option<(Measure, usize)>;

impl Told<'_> {
    /// ￥105, 105元, 五块五, 五元五角, 五毛
    pub(super) fn money(&self, at: usize) -> Found {
        let number = self.number(at)?;
        let (mut amount, mut behind) = (number.amount, number.behind);
        let sign = self.mark(at).ends_with(['¥', '￥']);
        if let Some(unit) = self.word(behind, &["元", "块", "圆"]) {
            let loose = self.letters.get(unit - 1).is_some_and(|l| l.c == '块');
            (amount, behind) = self.coins(amount, unit, loose);
        } else if let Some(unit) = self.word(behind, &["角", "毛"]) {
            (amount, behind) = self.cents(amount / 10, unit);
        } else if !sign {
            return None;
        }
        behind = self.word(behind, &["钱", "整"]).unwrap_or(behind);
        Some((Measure::Money(amount), behind))
    }

    /// What is told behind the yuan: 五角, 零五分, and behind 块 the tenths alone.
    fn coins(&self, amount: u128, at: usize, loose: bool) -> (u128, usize) {
        let Some(number) = self.whole(at).filter(|n| self.goes_on(at) && n.digits.0 <= 2) else { return (amount, at) };
        if let Some(unit) = self.word(number.behind, &["角", "毛"]).filter(|_| number.digits.0 == 1) {
            return self.cents(amount + number.amount / 10, unit);
        }
        if let Some(unit) = self.word(number.behind, &["分"]) {
            return (amount + number.amount / 100, unit);
        }
        let counts =
            self.word(number.behind, &["元", "块", "个", "次", "天", "点", "月", "年", "位", "小", "秒", "号", "折", "%"]).is_some();
        let part = if number.digits.0 == 1 { 10 } else { 100 };
        if loose && !counts { (amount + number.amount / part, number.behind) } else { (amount, at) }
    }

    /// What is told behind the tenths: 二毛五, 二角五分.
    fn cents(&self, amount: u128, at: usize) -> (u128, usize) {
        let Some(number) = self.whole(at).filter(|n| self.goes_on(at) && n.digits.0 == 1) else { return (amount, at) };
        (amount + number.amount / 100, self.word(number.behind, &["分"]).unwrap_or(number.behind))
    }

    /// 2026年10月1日, 十月一号, 2026-10-01
    pub(super) fn date(&self, at: usize) -> Found {
        let first = self.whole(at)?;
        let mark = self.mark(first.behind);
        if first.digits.0 == 4 && matches!(mark, "-" | "/" | ".") {
            let month = self.whole(first.behind)?;
            let day = self.whole(month.behind).filter(|_| self.mark(month.behind) == mark)?;
            return date(Some(first.amount), month.amount, day.amount, day.behind);
        }
        let (year, month) = match self.word(first.behind, &["年"]) {
            Some(behind) => {
                let short = first.digits.0 == 2;
                let year = if short { first.amount + 2000 * ONE } else { first.amount };
                (Some(year), self.whole(behind).filter(|_| self.goes_on(behind))?)
            }
            None => (None, first),
        };
        let day = self.word(month.behind, &["月"])?;
        let day = self.whole(day).filter(|_| self.goes_on(day))?;
        date(year, month.amount, day.amount, self.word(day.behind, &["日", "号"])?)
    }

    /// 1小时30分钟, 一个半小时, 半小时, 三天
    pub(super) fn length(&self, at: usize) -> Found {
        let (mut total, mut behind, mut units) = (0u128, at, LENGTHS.as_slice());
        loop {
            if behind > at && !self.goes_on(behind) {
                break;
            }
            let Some((amount, from)) = self.amount(behind) else { break };
            let unit = |(words, _): &(&[&str], u128)| self.word(from, words);
            let Some((which, end)) = units.iter().enumerate().find_map(|(i, u)| Some((i, unit(u)?))) else { break };
            let ms = units.get(which).map_or(0, |(_, ms)| *ms);
            // 三分之二 is no time.
            if self.word(end, &["之"]).is_some() {
                break;
            }
            let half = self.word(end, &["半"]).filter(|_| ms >= HOUR);
            total = total.saturating_add(amount.saturating_mul(ms)).saturating_add(half.map_or(0, |_| ONE * ms / 2));
            behind = half.unwrap_or(end);
            units = units.get(which + 1..).unwrap_or_default();
        }
        (behind > at).then_some((Measure::Length(total), behind))
    }

    /// 1, 1.5, 一个半, 半, 半个: of something that is measured.
    fn amount(&self, at: usize) -> Option<(u128, usize)> {
        let measured = |behind: usize| self.word(behind, &["小时", "个小时", "钟头", "个钟头"]).is_some();
        if let Some(behind) = self.opening(at, "半").filter(|b| measured(*b)) {
            return Some((ONE / 2, behind));
        }
        let number = self.number(at)?;
        let half = self.word(number.behind, &["个半"]).filter(|b| measured(*b));
        Some(half.map_or((number.amount, number.behind), |behind| (number.amount + ONE / 2, behind)))
    }

    /// 18:30, 下午六点半, 十八点三十分
    pub(super) fn clock(&self, at: usize) -> Found {
        let word = DAY.iter().find_map(|day| Some((day, self.opening(at, day.0)?)));
        let from = word.map_or(at, |(_, behind)| behind);
        if from > at && !self.goes_on(from) {
            return None;
        }
        let hour = self.whole(from).filter(|n| n.digits.0 <= 2 && n.amount <= 24 * ONE)?;
        let (rest, behind) = self.minutes(hour.behind)?;
        let told = hour.amount / ONE;
        let hour = word.map_or(told, |((_, first, last, late), _)| {
            let fits = |hour: &u128| (*first..=*last).contains(hour);
            let half = if told <= 12 { told % 12 } else { told };
            let fallback = if *late && told < 12 { told + 12 } else { told };
            [half, half + 12, half + 24].into_iter().find(|h| fits(h) && told <= 12).unwrap_or(fallback)
        });
        Some((Measure::Clock((hour * HOUR + rest) % (24 * HOUR)), behind))
    }

    /// What is told of the hour from its end on: 点半, :30, 点一刻, 点整.
    fn minutes(&self, at: usize) -> Option<(u128, usize)> {
        let two = |at: usize| self.whole(at).filter(|n| n.digits.0 == 2 && n.amount < 60 * ONE);
        if matches!(self.mark(at), ":" | "：") {
            let minute = two(at)?;
            let more = two(minute.behind).filter(|_| matches!(self.mark(minute.behind), ":" | "："));
            let second = more.map_or(0, |n| n.amount / ONE * SECOND);
            return Some((minute.amount / ONE * MINUTE + second, more.unwrap_or(minute).behind));
        }
        let Some(from) = self.word(at, &["点"]) else {
            let minute = self.whole(self.word(at, &["时"])?)?;
            return Some((minute.amount / ONE * MINUTE, self.word(minute.behind, &["分"])?));
        };
        if let Some(behind) = self.word(from, &["整", "钟"]) {
            return Some((0, behind));
        }
        if let Some(behind) = self.word(from, &["半"]) {
            return Some((30 * MINUTE, behind));
        }
        let past = self.word(from, &["过"]).unwrap_or(from);
        let Some(minute) = self.whole(past).filter(|n| self.goes_on(past) && n.amount < 60 * ONE && n.digits.0 <= 2) else {
            return Some((0, from));
        };
        let minutes = minute.amount / ONE;
        if let Some(behind) = self.word(minute.behind, &["刻"]).filter(|_| (1..=3).contains(&minutes)) {
            return Some((minutes * 15 * MINUTE, behind));
        }
        if let Some(behind) = self.word(minute.behind, &["分"]) {
            let second = self.whole(behind).filter(|n| self.goes_on(behind) && n.amount < 60 * ONE);
            let end = second.and_then(|n| Some((n.amount / ONE, self.word(n.behind, &["秒"])?)));
            return Some(end.map_or((minutes * MINUTE, behind), |(s, end)| (minutes * MINUTE + s * SECOND, end)));
        }
        // 三点五 is a number.
        Some(if minute.digits.0 == 2 { (minutes * MINUTE, minute.behind) } else { (0, from) })
    }
}

fn date(year: Option<u128>, month: u128, day: u128, behind: usize) -> Found {
    let fits = (1..=12).contains(&(month / ONE)) && (1..=31).contains(&(day / ONE));
    fits.then_some((Measure::Date(year, month, day), behind))
}
