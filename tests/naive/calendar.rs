//! A calendar of the house in the plainest terms: a zone eight hours ahead, a week, one month, looked at day by day.

/// An hour and a day, in ms.
pub const HOUR: i64 = 3_600_000;
pub const DAY: i64 = 24 * HOUR;
/// How far ahead of the epoch's the zone is.
const AHEAD: i64 = 8 * HOUR;

/// Which way a limit goes that would fall into rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shift {
    Postpone,
    Advance,
}

impl Shift {
    pub fn word(self) -> &'static str {
        match self {
            Self::Postpone => "顺延",
            Self::Advance => "提前",
        }
    }
}

/// A date of a year that the calendar does not know: whether it works has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoYear;

/// The one year whose holidays are known.
const KNOWN: i64 = 2026;

/// Pieces of a day are in ms from midnight, dates in days from the epoch.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    pub hours: Vec<(i64, i64)>,
    pub rest: Vec<(i64, i64)>,
    pub holidays: Vec<i64>,
    pub makeup: Vec<i64>,
    /// 截止 班终
    pub shift_end: bool,
    /// 落入休息
    pub in_rest: Option<Shift>,
}

impl Calendar {
    pub fn date(t: i64) -> i64 {
        (t + AHEAD).div_euclid(DAY)
    }

    /// An instant of a date.
    pub fn on(date: i64, ms: i64) -> i64 {
        date * DAY + ms - AHEAD
    }

    /// 1970-01-01 was a Thursday; Monday is 0.
    pub fn weekday(date: i64) -> i64 {
        (date + 3).rem_euclid(7)
    }

    /// Year, month and day of a date: counted from the year in which the calls are.
    pub fn civil(date: i64) -> (i64, i64, i64) {
        let (mut year, mut month, mut left) = (2025, 1, date - 20_089);
        while left >= Self::days_in(year, month) {
            left -= Self::days_in(year, month);
            (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        }
        (year, month, left + 1)
    }

    /// The date of a day of a month, the month given by how many lie behind January 2025; a month without it ends with its last day.
    pub fn of_month(months: i64, day: i64) -> i64 {
        let mut date = 20_089;
        for m in 0..months {
            date += Self::days_in(2025 + m / 12, m % 12 + 1);
        }
        date + day.min(Self::days_in(2025 + months / 12, months % 12 + 1)) - 1
    }

    fn days_in(year: i64, month: i64) -> i64 {
        match month {
            2 if year % 4 == 0 => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    /// The same time of day so many months on.
    pub fn plus_months(t: i64, n: i64) -> i64 {
        let date = Self::date(t);
        let (year, month, day) = Self::civil(date);
        Self::of_month((year - 2025) * 12 + month - 1 + n, day) * DAY + (t - date * DAY)
    }

    pub fn works(&self, date: i64) -> Result<bool, NoYear> {
        if Self::civil(date).0 != KNOWN {
            return Err(NoYear);
        }
        Ok(self.makeup.contains(&date) || Self::weekday(date) < 5 && !self.holidays.contains(&date))
    }

    /// The n-th working date after a date; before it where n is below zero.
    pub fn nth_working(&self, date: i64, n: i64) -> Result<i64, NoYear> {
        let (mut date, mut left) = (date, n.abs());
        while left > 0 {
            date += n.signum();
            left -= i64::from(self.works(date)?);
        }
        Ok(date)
    }

    /// The last instant of a date by 截止.
    pub fn end_of(&self, date: i64) -> Result<i64, NoYear> {
        if !self.shift_end {
            return Ok(Self::on(date + 1, 0) - 1);
        }
        let date = if self.works(date)? { date } else { self.nth_working(date, 1)? };
        Ok(Self::on(date, self.hours.iter().map(|h| h.1).max().unwrap_or(DAY)) - 1)
    }

    /// Working time in `[a, b)`.
    pub fn work(&self, a: i64, b: i64) -> Result<i64, NoYear> {
        let mut sum = 0;
        for date in Self::date(a)..=Self::date(b) {
            let pieces = self.hours.iter().map(|h| (Self::on(date, h.1).min(b) - Self::on(date, h.0).max(a)).max(0));
            let whole: i64 = pieces.sum();
            // Whether a date works is asked where some of its hours count.
            if whole > 0 && self.works(date)? {
                sum += whole;
            }
        }
        Ok(sum)
    }

    /// The least instant by which so much has been worked.
    pub fn after_work(&self, from: i64, ms: i64) -> Result<i64, NoYear> {
        if ms <= 0 {
            return Ok(from);
        }
        let mut left = ms;
        let mut date = Self::date(from);
        loop {
            let pieces: Vec<(i64, i64)> = self.hours.iter().map(|h| (Self::on(date, h.0).max(from), Self::on(date, h.1))).collect();
            if pieces.iter().any(|(begin, end)| begin < end) && self.works(date)? {
                for (begin, end) in pieces {
                    if end - begin >= left {
                        return Ok(begin + left);
                    }
                    left -= (end - begin).max(0);
                }
            }
            date += 1;
        }
    }

    /// The rest that holds an instant.
    fn resting(&self, t: i64) -> Option<(i64, i64)> {
        let days = [Self::date(t), Self::date(t) - 1];
        let mut all = days.into_iter().flat_map(|date| self.rest.iter().map(move |r| (Self::on(date, r.0), Self::on(date, r.1))));
        all.find(|(from, to)| (*from..*to).contains(&t))
    }

    /// A limit's last instant: what is moved out of rest is the instant after it, at which something is done.
    pub fn moved(&self, last: i64, by: Shift) -> i64 {
        let mut due = last + 1;
        while let Some((from, to)) = self.resting(due) {
            due = if by == Shift::Postpone { to } else { from - 1 };
        }
        due - 1
    }
}
