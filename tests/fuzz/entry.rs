//! The four ways bytes come in: the parser, the checker, the loader, the runtime. Whatever the bytes, none may panic.
//!
//! The fuzz targets of `fuzz/` and the test beside this file run the same four functions.

use huashu::api::{self, Input, InputFile, InputPackage};
use huashu::base::{FileId, Lang, Report};
use huashu::program::{Program, SourceMap};
use huashu::runtime::{Event, Machine, Session, Start, Told, Turn, Who};
use huashu::{program, syntax};
use std::sync::{Arc, LazyLock};

/// A script's text is read, and printed in both languages; what is printed is settled.
pub fn parse(bytes: &[u8]) {
    let Ok(text) = syntax::decode(FileId(0), bytes) else { return };
    let parsed = syntax::parse(FileId(0), &text);
    for found in &parsed.diagnostics {
        assert!(text.get(found.span.range()).is_some(), "a finding points between characters: {found:?}");
    }
    for lang in [None, Some(Lang::Zh), Some(Lang::En)] {
        if let Ok(once) = syntax::format(&text, lang) {
            let twice = syntax::format(&once, lang).expect("what was printed is readable");
            assert_eq!(once, twice, "what was printed is printed otherwise");
        }
    }
}

/// A package is checked, its findings are drawn, and what has none is built and loads. NUL bytes part its files; the second is `huashu.toml`.
pub fn check(bytes: &[u8]) {
    let mut parts = bytes.split(|b| *b == 0);
    let mut files: Vec<InputFile> = parts.next().map(|b| file(0, b)).into_iter().collect();
    let config = parts.next().map(|b| String::from_utf8_lossy(b).into_owned());
    files.extend(parts.take(8).enumerate().map(|(i, b)| file(i + 1, b)));
    let package = InputPackage { name: "包".into(), config, files, ..InputPackage::default() };
    let input = Input { package, today: Some((2026, 10, 1)), ..Input::default() };
    let Ok(checked) = api::understand(&input) else { return };
    for found in &checked.diagnostics {
        for lang in [Lang::Zh, Lang::En] {
            let _ = api::report::Finding::new(found, &checked.sources, lang);
            let _ = Report::new(found, &checked.sources, lang).draw(&miette::GraphicalReportHandler::new());
        }
    }
    if let Ok(built) = api::build(&checked) {
        let machine = Machine::load(&built.bytes).expect("what was built loads");
        assert_eq!(machine.hash, built.hash);
        let _ = api::test(&checked, &built, |_| true);
    }
}

/// A document is loaded as it is; then the bytes are taken for a program, as one sealed by a stranger would be, and played a little.
pub fn load(bytes: &[u8]) {
    let _ = Machine::load(bytes);
    let Ok(program) = serde_json::from_slice::<Program>(bytes) else { return };
    let Ok(machine) = Machine::new(program, SourceMap::default()) else { return };
    let sealed = program::encode(&machine.program, &machine.sources);
    let machine = Machine::load(&sealed).expect("a sound program loads from its own document");
    play(&machine, &[0; 64]);
}

/// A script of the project is played with events drawn from the bytes; the first byte names the script.
pub fn run(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    if let Some(machine) = MACHINES.get(*first as usize % MACHINES.len()) {
        play(machine, rest);
    }
}

fn file(number: usize, bytes: &[u8]) -> InputFile {
    InputFile { name: format!("f{number}.hua"), bytes: bytes.to_vec() }
}

/// Scripts that check with no error, between them with every statement of a step.
static MACHINES: LazyLock<Vec<Arc<Machine>>> = LazyLock::new(|| {
    let texts = [
        include_str!("../examples/home-service.hua"),
        include_str!("../lower/branch.hua"),
        include_str!("../lower/handlers.hua"),
        include_str!("../lower/phrases.hua"),
        include_str!("../lower/wait.hua"),
    ];
    texts.iter().map(|text| machine(text)).collect()
});

fn machine(text: &str) -> Arc<Machine> {
    let package = InputPackage { name: "包".into(), files: vec![file(0, text.as_bytes())], ..InputPackage::default() };
    let checked = api::check(&Input { package, ..Input::default() }).expect("no configuration is no fault");
    let built = api::build(&checked).unwrap_or_else(|found| panic!("a script for fuzzing has a fault: {found:#?}"));
    Machine::load(&built.bytes).expect("what was built loads")
}

/// Plays events drawn from bytes. Now and then the session is stopped and goes on from its snapshot, which must change nothing.
fn play(machine: &Arc<Machine>, bytes: &[u8]) {
    let mut draw = Draw { bytes, at: 0 };
    let params = machine.program.params.iter().map(|p| (p.name.to_string(), draw.value())).collect::<serde_json::Map<_, _>>();
    let flow = draw.name(machine.entries().cloned().collect());
    let start = Start { flow: Some(flow), params: params.into(), at: i64::from(draw.byte()) * 1000, ..Start::default() };
    let Ok(mut session) = Session::new(machine.clone(), start) else { return };
    let mut at = session.now();
    while draw.at < bytes.len() {
        let event = draw.event(machine, &session);
        at = at.saturating_add(draw.pause(&session));
        let sent = session.send(&event, at);
        if let Err(error) = sent {
            let _ = error.message();
            session.report(error, at);
        }
        for effect in session.effects() {
            let _ = session.effect_json(effect);
        }
        let _ = session.view();
        session.clear_effects();
        if draw.byte().is_multiple_of(8) {
            let snapshot = session.snapshot();
            let again = Session::restore(machine.clone(), &snapshot).expect("a snapshot is restored");
            assert_eq!(again.snapshot(), snapshot, "a snapshot changes by being restored");
            assert_eq!(again.next_deadline(), session.next_deadline(), "a deadline changes by being restored");
            session = again;
        }
    }
}

/// Any calendar is asked everything about any instant: it answers or says why not.
pub fn calendar(bytes: &[u8]) {
    use huashu::base::calendar::{Calendar, CivilUnit, Cutoff, Day, Holiday, Hours, MonthEnd, Move, PeriodKind, Years};
    let mut draw = Draw { bytes, at: 0 };
    let calendar = serde_json::from_slice(bytes).unwrap_or_else(|_| {
        let hours =
            |draw: &mut Draw<'_>| (0..draw.byte() % 4).map(|_| Hours { from: draw.wide() as u32, to: draw.wide() as u32 }).collect();
        let zones = ["Asia/Shanghai", "America/New_York", "Pacific/Apia", "Nowhere"].map(Into::into).to_vec();
        Calendar {
            formerly: vec![],
            name: "历".into(),
            zone: Some(draw.name(zones)),
            workdays: (0..draw.byte() % 9).map(|_| draw.byte()).collect(),
            hours: hours(&mut draw),
            rest: hours(&mut draw),
            years: (0..draw.byte() % 3).map(|_| Years { from: draw.wide() as i32, to: draw.wide() as i32 }).collect(),
            holidays: (0..draw.byte() % 3).map(|_| Holiday { from: draw.wide() as i32, to: draw.wide() as i32, name: None }).collect(),
            makeup: (0..draw.byte() % 3).map(|_| draw.wide() as i32).collect(),
            rest_hit: None,
            month_end: [MonthEnd::LastDay, MonthEnd::FollowingDay, MonthEnd::Refuse][usize::from(draw.byte() % 3)],
            week_start: draw.byte(),
            cutoff: if draw.byte().is_multiple_of(2) { Cutoff::DayEnd } else { Cutoff::ShiftEnd },
        }
    });
    let _ = calendar.is_sound();
    let Ok(r) = calendar.reckon(None) else { return };
    for _ in 0..4 {
        let (t, u, n) = (draw.wide(), draw.wide(), draw.wide() >> (draw.byte() % 64));
        for unit in [CivilUnit::Days, CivilUnit::Workdays, CivilUnit::WorkHours, CivilUnit::WorkMs, CivilUnit::Months, CivilUnit::Years] {
            let _ = (r.limit(t, n, unit), r.plus(t, n, unit), r.date_after(t as i32, n, unit));
        }
        let _ = (r.work_between(t, u), r.days_between(t, u), r.working_dates(t as i32, u as i32), r.end_of(t as i32));
        for by in [Move::Postpone, Move::Advance] {
            let _ = (r.moved(t, by), r.moved_limit(t, by));
        }
        for day in [Day::Same, Day::Next, Day::NextWorkday, Day::MonthEnd, Day::Weekday(draw.byte())] {
            let _ = r.on_day(t, day, u as u32);
        }
        for kind in [PeriodKind::Day, PeriodKind::Week, PeriodKind::Month, PeriodKind::Quarter, PeriodKind::Year] {
            let _ = (r.period(kind, u as i32).and_then(|p| r.instants(p)), r.period_name(kind, u as i32));
        }
    }
}

/// Bytes as a source of choices; past their end all choices are the first.
struct Draw<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Draw<'_> {
    fn byte(&mut self) -> u8 {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        byte
    }

    /// A number of any size: small ones, instants of this century, and the ends.
    fn wide(&mut self) -> i64 {
        let mut n = 0_i64;
        for _ in 0..self.byte() % 9 {
            n = n << 8 | i64::from(self.byte());
        }
        match self.byte() % 8 {
            0 => i64::MAX.wrapping_sub(n),
            1 => i64::MIN.wrapping_add(n),
            2 => n % 90_000_000,
            3 => n % 60_000,
            _ => n % 4_102_444_800_000,
        }
    }

    fn name<T: Default + Clone>(&mut self, names: Vec<T>) -> T {
        let byte = self.byte() as usize;
        names.get(byte % names.len().max(1)).cloned().unwrap_or_default()
    }

    /// Most pauses are short; some end exactly when something is due, some last for days, some go back.
    fn pause(&mut self, session: &Session) -> i64 {
        match self.byte() {
            b @ 0..128 => i64::from(b) * 100,
            b @ 128..192 => session.next_deadline().map_or(0, |due| due - session.now()) + i64::from(b) - 160,
            b @ 192..250 => i64::from(b - 191) * 3_600_000,
            250 => -1,
            251 => i64::MAX / 2,
            _ => 0,
        }
    }

    fn who(&mut self) -> Who {
        [Who::Customer, Who::Agent, Who::Third, Who::System, Who::Role(0)][self.byte() as usize % 5]
    }

    fn value(&mut self) -> serde_json::Value {
        match self.byte() % 16 {
            0 => serde_json::Value::Null,
            1 => true.into(),
            2 => (i64::from(self.byte()) - 128).into(),
            3 => 1.5.into(),
            4 => i64::MAX.into(),
            5 => "2026-10-01 18:00".into(),
            6 => "2026-02-30".into(),
            7 => "18小时".into(),
            8 => "13905740000".into(),
            9 => serde_json::json!([]),
            10 => serde_json::json!(["2026-10-01 18:00", "某某"]),
            11 => serde_json::json!({}),
            12 => serde_json::json!({"名称": "一店", "电话": "05741234567"}),
            13 => "先生".into(),
            14 => "是".into(),
            _ => "某某".into(),
        }
    }

    fn event(&mut self, machine: &Machine, session: &Session) -> Event {
        let labels = machine.program.labels.len().max(1) as u32;
        let case = |b: u8| (b & 0x80 != 0).then_some(u32::from(b & 0x3));
        match self.byte() % 26 {
            0 => Event::Incoming,
            1 => Event::Outgoing(huashu::runtime::Called {
                zone: [None, Some("Asia/Tokyo".into()), Some("Mars".into())].get(usize::from(self.byte() % 3)).cloned().flatten(),
                ..huashu::runtime::Called::default()
            }),
            2 => Event::Ring(u32::from(self.byte())),
            3 => Event::Answer,
            4 => Event::Begin(self.who()),
            5 => Event::Finish(self.who()),
            24 => Event::Told(Box::new(match self.byte() % 6 {
                0 => Told::Gap(self.byte().is_multiple_of(2).then_some(session.now().saturating_add(i64::from(self.byte()) * 50)), vec![]),
                1 => Told::NoReply(self.who()),
                2 => Told::Enter(u32::from(self.byte()) % 3, u32::from(self.byte()) % 3),
                3 => Told::HungUp(self.who(), "占线".into()),
                4 => Told::Transferred(true),
                _ => Told::Close,
            })),
            25 => Event::Spoken(Box::new(Turn {
                who: self.who(),
                text: "对不起".into(),
                from: Some(session.now().saturating_sub(i64::from(self.byte()) * 50)),
                until: self.byte().is_multiple_of(2).then_some(session.now()),
                cut_in: self.byte().is_multiple_of(3),
                ..Turn::default()
            })),
            6 => {
                Event::Say {
                    who: self.who(), text: "您好".into(), until: Some(session.now().saturating_add(i64::from(self.byte()) * 50))
                }
            }
            7..12 => Event::Choose { option: u32::from(self.byte()) % labels, case: case(self.byte()) },
            12..15 => {
                let fields = machine.program.forms.iter().flat_map(|f| f.fields.iter().map(|f| f.name.clone())).collect();
                Event::Fill { form: None, field: self.name(fields), value: self.value(), case: case(self.byte()) }
            }
            15 => Event::Submit { form: None, case: case(self.byte()) },
            16 | 17 => {
                let names = machine.program.events.iter().map(|e| &e.name).chain(machine.program.actions.iter().map(|a| &a.name));
                let name = self.name(names.cloned().collect());
                Event::Host { name, args: serde_json::json!([self.value()]), id: None, case: None }
            }
            18 => Event::Hangup(self.who()),
            19 => Event::CallEnded,
            20 => Event::Mood(u32::from(self.byte() % 5)),
            21 => [Event::Hold(self.who()), Event::Resume(self.who()), Event::Mute(self.who()), Event::Unmute(self.who())]
                [self.byte() as usize % 4]
                .clone(),
            22 => Event::Transfer("主管".into()),
            _ => Event::Advance,
        }
    }
}
