//! Values as people tell them: 一百零五块钱 and ￥105.00 are the same money, 下午六点半 and 18:30 the same time of day. What is told at a place is taken
//! as far as it goes, so that 五块五 is never five yuan.

use super::measure::{Meant, Measure};
use super::negation::is_filler;
use super::speech::Letter;

/// Writes every value that has a unit, or a fraction, as one letter.
pub(super) fn settle(letters: Vec<Letter>, text: &str) -> Vec<Letter> {
    if !letters.iter().any(|l| l.c.is_ascii_digit() || l.c == '半') {
        return letters;
    }
    let told = Told { letters: &letters, text };
    let mut out: Vec<Letter> = Vec::with_capacity(letters.len());
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        if let Some((meant, behind)) = told.value(at) {
            let (start, end) = told.written(at, behind);
            let width = u8::try_from(behind - at).unwrap_or(u8::MAX);
            // 一次 and 快一点 need not count anything.
            let slight = letter.c == '1' && behind == at + 2 && matches!(meant.0, Measure::Times(_) | Measure::Clock(_));
            out.push(Letter { start, end, number: !slight, value: Some(meant), width, ..*letter });
            at = behind;
        } else if let Some((whole, behind)) = told.whole_number(at) {
            // 3.00 is 3, and 1,050 is 1050.
            let end = letters.get(behind - 1).map_or(letter.end, |last| last.end);
            let digit = |(i, l): (usize, &Letter)| Letter { apart: i == 0 && l.apart, paused: i == 0 && l.paused, ..*l };
            out.extend(letters.get(at..at + whole).unwrap_or_default().iter().filter(|l| l.c.is_ascii_digit()).enumerate().map(digit));
            if let Some(last) = out.last_mut() {
                last.end = end;
            }
            at = behind;
        } else {
            let run = letters.get(at..).unwrap_or_default().iter().take_while(|l| l.c.is_ascii_digit()).count().max(1);
            out.extend(letters.get(at..at + run).into_iter().flatten());
            at += run;
        }
    }
    out
}

/// Letters in which values are told, numbers in digits, and the text they stand in.
pub(super) struct Told<'t> {
    pub(super) letters: &'t [Letter],
    pub(super) text: &'t str,
}

/// A number, and where it ends.
#[derive(Clone, Copy)]
pub(super) struct Number {
    /// In millionths.
    pub(super) amount: u128,
    /// How many digits stand before the fraction, and in it.
    pub(super) digits: (usize, usize),
    pub(super) behind: usize,
}

/// One in millionths.
pub(super) const ONE: u128 = 1_000_000;

impl Told<'_> {
    /// The value that is told from a letter on, as far as it goes: what it may mean, and where it ends.
    fn value(&self, at: usize) -> Option<(Meant, usize)> {
        let latin = |l: &Letter| l.c.is_ascii_alphabetic();
        if at > 0 && self.letters.get(at - 1).is_some_and(latin) && self.mark(at).is_empty() {
            return None;
        }
        let ways = [
            self.money(at),
            self.percent(at),
            self.date(at),
            self.length(at),
            self.points(at),
            self.clock(at),
            self.count(at),
            self.decimal(at),
        ];
        let behind = ways.iter().flatten().map(|(_, behind)| *behind).max()?;
        let mut longest = ways.iter().flatten().filter(|(_, b)| *b == behind).map(|(measure, _)| *measure);
        Some((Meant(longest.next()?, longest.next()), behind))
    }

    /// What stands between a letter and the one before it.
    pub(super) fn mark(&self, at: usize) -> &str {
        let from = at.checked_sub(1).and_then(|b| self.letters.get(b)).map_or(0, |before| before.end);
        let to = self.letters.get(at).map_or(self.text.len(), |l| l.start);
        // Hesitation is no mark: 一百零五，呃，块.
        self.text.get(from..to).filter(|mark| !mark.contains(is_filler)).unwrap_or_default()
    }

    /// Whether a letter goes on with what is told before it: nothing but blanks between.
    pub(super) fn goes_on(&self, at: usize) -> bool {
        self.mark(at).trim().is_empty() && self.letters.get(at).is_some_and(|l| !l.ends)
    }

    /// The end of the longest of some words that goes on here.
    pub(super) fn word(&self, at: usize, words: &[&str]) -> Option<usize> {
        let stands = |word: &&&str| {
            word.chars().enumerate().all(|(i, c)| self.goes_on(at + i) && self.letters.get(at + i).is_some_and(|l| l.c == c))
        };
        words.iter().filter(stands).map(|word| at + word.chars().count()).max()
    }

    /// The same of words where something begins.
    pub(super) fn opening(&self, at: usize, word: &str) -> Option<usize> {
        let stands = |(i, c): (usize, char)| (i == 0 || self.goes_on(at + i)) && self.letters.get(at + i).is_some_and(|l| l.c == c);
        word.chars().enumerate().all(stands).then(|| at + word.chars().count())
    }

    pub(super) fn digit(&self, at: usize) -> Option<u128> {
        self.letters.get(at).and_then(|l| l.c.to_digit(10)).map(u128::from)
    }

    /// Digits in a row; of thousands that are told apart by commas all.
    pub(super) fn whole(&self, at: usize) -> Option<Number> {
        let mut behind = at;
        let mut amount = 0u128;
        let group = |from: usize| (from..).take_while(|i| self.digit(*i).is_some() && (*i == from || self.mark(*i).is_empty())).count();
        let first = group(at);
        let mut count = first;
        let mut digits = 0;
        while count > 0 {
            for i in behind..behind + count {
                amount = amount.checked_mul(10)?.checked_add(self.digit(i)?)?;
            }
            behind += count;
            digits += count;
            let thousands = first <= 3 && matches!(self.mark(behind), "," | "，") && group(behind) == 3;
            count = if thousands { 3 } else { 0 };
        }
        (digits > 0 && digits <= 18).then(|| Number { amount: amount.saturating_mul(ONE), digits: (digits, 0), behind })
    }

    /// The same with what is told behind the point, 3.5 or 三点五, and the ten thousands behind that.
    pub(super) fn number(&self, at: usize) -> Option<Number> {
        let whole = self.whole(at)?;
        let point = whole.behind;
        let from = match self.mark(point) {
            "." | "．" => point,
            _ => match self.word(point, &["点"]) {
                Some(behind) if self.mark(behind).is_empty() => behind,
                _ => return Some(whole),
            },
        };
        let count = (from..).take_while(|i| self.digit(*i).is_some() && (*i == from || self.mark(*i).is_empty())).count();
        // 六点三十分 is a time of day.
        let minutes = from > point && self.word(from + count, &["分"]).is_some() && self.word(from + count, &["分钟"]).is_none();
        if count == 0 || minutes {
            return Some(whole);
        }
        let (mut amount, mut part) = (whole.amount, ONE);
        for i in from..from + count {
            part /= 10;
            amount += self.digit(i)? * part;
        }
        let mut behind = from + count;
        for (word, times) in [("万", 10_000), ("亿", 100_000_000), ("千", 1_000), ("百", 100)] {
            if let Some(end) = self.word(behind, &[word]) {
                (amount, behind) = (amount.saturating_mul(times), end);
                break;
            }
        }
        Some(Number { amount, digits: (whole.digits.0, count), behind })
    }

    /// A number that is whole although it is not written so: how many letters its whole part has, and where it ends.
    fn whole_number(&self, at: usize) -> Option<(usize, usize)> {
        let (whole, number) = (self.whole(at)?, self.number(at)?);
        let grouped = whole.digits.0 > 3 && (at + 1..whole.behind).any(|i| !self.mark(i).is_empty());
        (grouped || number.digits.1 > 0 && number.amount == whole.amount).then_some((whole.behind - at, number.behind))
    }

    /// The bytes of a value, its signs included.
    fn written(&self, at: usize, behind: usize) -> (usize, usize) {
        let sign = |c: char| matches!(c, '¥' | '￥');
        let before = self.mark(at).chars().next_back().filter(|c| sign(*c)).map_or(0, char::len_utf8);
        let after = self.mark(behind).chars().next().filter(|c| matches!(c, '%' | '％')).map_or(0, char::len_utf8);
        let start = self.letters.get(at).map_or(0, |l| l.start);
        let end = behind.checked_sub(1).and_then(|l| self.letters.get(l)).map_or(start, |l| l.end);
        (start - before, end + after)
    }

    fn percent(&self, at: usize) -> Option<(Measure, usize)> {
        if let Some(from) = self.opening(at, "百分之") {
            let number = self.number(from)?;
            return Some((Measure::Percent(number.amount), number.behind));
        }
        let number = self.number(at)?;
        self.mark(number.behind).starts_with(['%', '％']).then_some((Measure::Percent(number.amount), number.behind))
    }

    /// 三回
    fn count(&self, at: usize) -> Option<(Measure, usize)> {
        let number = self.number(at)?;
        Some((Measure::Times(number.amount), self.word(number.behind, &["次", "回", "遍"])?))
    }

    /// 5分 is also five minutes.
    fn points(&self, at: usize) -> Option<(Measure, usize)> {
        let number = self.number(at)?;
        let behind = self.word(number.behind, &["分"])?;
        self.word(behind, &["之"]).is_none().then_some((Measure::Points(number.amount), behind))
    }

    /// 3.5, 三点五
    fn decimal(&self, at: usize) -> Option<(Measure, usize)> {
        let number = self.number(at)?;
        let fraction = number.digits.1 > 0 && !number.amount.is_multiple_of(ONE);
        fraction.then_some((Measure::Number(number.amount), number.behind))
    }
}

#[cfg(test)]
mod tests {
    use crate::base::phrase::Options;
    use crate::base::phrase::speech::{Letter, letters};

    fn told(text: &str) -> Vec<Letter> {
        letters(text, 0, Options::default())
    }

    /// Whether two ways of telling a value mean the same; each is one value to its end.
    fn same(a: &str, b: &str) -> bool {
        match (told(a).as_slice(), told(b).as_slice()) {
            ([a], [b]) => a.value.zip(b.value).is_some_and(|(a, b)| a.agrees(b)),
            _ => false,
        }
    }

    #[test]
    fn values_are_read_however_they_are_told() {
        for (value, ways) in [
            ("105元", "105.00元 ￥105 ¥105.00 一百零五块 一百零五块钱 105圆 105元整"),
            ("1050元", "1,050元 一千零五十块 1050.00元"),
            ("5.5元", "五块五 5块5毛 五元五角 五点五元 5.50元"),
            ("3.25元", "三块二毛五 3元2角5分 三块二毛五分钱"),
            ("0.5元", "五毛 5角 零点五元"),
            ("35000元", "3.5万元 三点五万块 三万五千元"),
            ("18:30", "下午六点半 晚上6:30 18点30分 十八点三十 傍晚6点30 18时30分 下午6点过30分"),
            ("18:00", "18点 晚上六点整 下午六点钟 下午6点"),
            ("0:00", "晚上12点 24:00 凌晨零点 夜里十二点"),
            ("12:15", "中午12点一刻 十二点十五"),
            ("9:05", "上午九点零五分 9点5分 九点零五 早上9:05"),
            ("2026年10月1日", "二零二六年十月一号 2026-10-01 2026/10/1 10月1日 26年10月1号"),
            ("1小时30分钟", "一个半小时 一小时半 1.5小时 一点五个小时 90分钟 九十分 1个小时30分 一个半钟头"),
            ("30分钟", "半小时 半个小时 半个钟头 0.5小时 两刻钟"),
            ("72小时", "三天 3天 七十二个钟头"),
            ("3次", "三回 三遍 3.0次"),
            ("95%", "百分之九十五 95.0% 95％"),
            ("3.5", "三点五 3.50"),
            ("5分", "五分钟 五分"),
        ] {
            for way in ways.split(' ') {
                assert!(same(value, way), "{value} {way}: {:?} {:?}", told(value), told(way));
            }
        }
    }

    #[test]
    fn a_value_is_no_other() {
        for (value, ways) in [
            ("5元", "五块五 15元 50元 5角 5分 5.01元 五毛 五块零五分"),
            ("105元", "105元5角 150元 一百零五万元 105块5 105%"),
            ("18:00", "六点 早上六点 17点 下午五点 18点01分 下午六点半"),
            ("1小时30分钟", "1小时30分钟45秒 1小时 一小时三十一分 两个半小时 1天1小时30分钟"),
            ("2026年10月1日", "2025年10月1日 10月2日 11月1日 十月十一日"),
            ("3次", "3声 四次 3.5次 十三次"),
            ("3.5", "3.05 35 三点五一"),
        ] {
            for way in ways.split(' ') {
                assert!(!same(value, way), "{value} {way}");
            }
        }
    }

    #[test]
    fn what_tells_no_value_is_left_as_it_is() {
        let written = |text: &str| told(text).iter().map(|l| (l.c, l.value.is_some())).collect::<Vec<_>>();
        for text in ["三分之二", "十分感谢", "半天没人", "第007号", "A5", "一下", "3.00", "3月"] {
            assert!(written(text).iter().all(|(_, value)| !value), "{text}: {:?}", told(text));
        }
        assert_eq!(written("3.00"), [('3', false)]);
        assert_eq!(written("1,050位").len(), 5);
    }
}
