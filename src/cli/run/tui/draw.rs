//! The screen of a call: what to say large, the answers by number, the clock, what just happened.

use super::app::{LogKind, Mode, Screen};
use super::entry;
use crate::base::Lang;
use crate::cli::run::scene::{Choice, LineKind};
use crate::cli::text::{clip, elapsed, pad, width, wrap};
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Paragraph};

/// Draws everything.
pub(crate) fn draw(frame: &mut Frame<'_>, screen: &Screen) {
    let area = frame.area();
    let mut lines = say_lines(screen, usize::from(area.width).saturating_sub(4));
    if lines.is_empty() && !screen.scene.clock.is_empty() {
        lines.push(Line::styled(nothing_to_say(screen), dim()));
    }
    let choices = choice_lines(screen, usize::from(area.width).saturating_sub(4));
    let free = usize::from(area.height).saturating_sub(3 + 1);
    // What to say and what to choose come first; the log takes what is left, but at least four lines where there is room for them.
    let say = (lines.len() + 2).clamp(3, (free * 2 / 5).max(3));
    let middle = if entry::shown(screen) { entry::height(screen) } else { choices.len() + 2 };
    let middle = middle.clamp(3, free.saturating_sub(say + 4).max(3));
    let [head, top, mid, bottom, keys] = Layout::vertical([
        Constraint::Length(2),
        Constraint::Length(fit(say)),
        Constraint::Length(fit(middle)),
        Constraint::Min(3),
        Constraint::Length(1),
    ])
    .areas(area);
    header(frame, head, screen);
    panel(frame, top, screen.t("该说的话", "What to say"), lines, Color::Cyan);
    if entry::shown(screen) {
        entry::draw(frame, mid, screen);
    } else {
        panel(frame, mid, screen.t("客户怎么回答", "What the customer answers"), choices, Color::Green);
    }
    let [left, right] = Layout::horizontal([Constraint::Fill(3), Constraint::Length(side_width(screen, area.width))]).areas(bottom);
    log(frame, left, screen);
    side(frame, right, screen);
    super::keys::draw(frame, keys, screen);
    super::popup::draw(frame, area, screen);
}

/// What stands where no line does: what the call waits for instead.
fn nothing_to_say(screen: &Screen) -> String {
    let s = &screen.scene;
    match s.awaited.first() {
        Some(action) => format!(
            "{}{}{}",
            screen.t("（在等“", "(waiting for the result of “"),
            action.name,
            screen.t("”的结果：按 x 给）", "”: press x)")
        ),
        None if s.over.is_some() && !s.cases.is_empty() => {
            screen.t("（通话结束了，工单还在办）", "(the call is over, its cases go on)").to_owned()
        }
        None if s.over.is_some() => screen.t("（通话结束了）", "(the call is over)").to_owned(),
        None => screen.t("（现在没有要说的话）", "(nothing to say now)").to_owned(),
    }
}

impl Screen {
    /// One of two texts.
    pub(crate) fn t<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

/// A framed panel of lines.
pub(crate) fn panel(frame: &mut Frame<'_>, area: Rect, title: &str, lines: Vec<Line<'_>>, color: Color) {
    let block = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(dim())
        .title(Span::styled(format!(" {title} "), Style::new().fg(color).add_modifier(Modifier::BOLD)));
    let room = usize::from(area.height).saturating_sub(2);
    let hidden = lines.len() > room;
    let mut lines: Vec<Line<'_>> = lines.into_iter().take(room).collect();
    if hidden && let Some(last) = lines.last_mut() {
        last.push_span(Span::styled(" …", dim()));
    }
    frame.render_widget(Paragraph::new(lines).block(block), area);
}

/// What stands back.
pub(crate) fn dim() -> Style {
    Style::new().fg(Color::DarkGray)
}

fn fit(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

fn header(frame: &mut Frame<'_>, area: Rect, screen: &Screen) {
    let s = &screen.scene;
    let bold = Style::new().add_modifier(Modifier::BOLD);
    let mut first = vec![Span::styled(format!(" {} ", s.package), bold.fg(Color::Black).bg(Color::Cyan)), Span::raw(" ")];
    first.push(Span::styled(s.path.clone(), bold));
    if let Some(phase) = &s.phase {
        first.push(Span::styled(format!("  {} {phase}", screen.t("阶段", "phase")), dim()));
    }
    let clock = if screen.running { Span::styled("▶ ", Style::new().fg(Color::Green)) } else { Span::styled("⏸ ", dim()) };
    let mut second = vec![Span::raw(" "), clock, Span::raw(s.clock.clone()), Span::styled(format!("  +{}", elapsed(s.elapsed)), dim())];
    if let Some(mood) = &s.mood {
        let color = if matches!(mood.as_str(), "平静" | "正常") { Color::DarkGray } else { Color::Yellow };
        second.push(Span::styled(format!("   {} {mood}", screen.t("情绪", "mood")), Style::new().fg(color)));
    }
    if let Some(standing) = s.standing(screen.lang) {
        second.push(Span::styled(format!("   ✓ {standing}"), Style::new().fg(Color::Green)));
    }
    if let Some(result) = &s.over {
        let text = format!("   ■ {result}");
        second.push(Span::styled(text, bold.fg(Color::Magenta)));
    }
    frame.render_widget(Paragraph::new(vec![Line::from(first), Line::from(second)]), area);
}

/// The lines to say, the orders bold, alternatives below each other.
fn say_lines(screen: &Screen, room: usize) -> Vec<Line<'static>> {
    let mut out = Vec::new();
    for line in &screen.scene.lines {
        let (head, color, bold) = match line.kind {
            LineKind::Must => (screen.t("必说", "must"), Color::Red, true),
            LineKind::Should => (screen.t("应说", "should"), Color::Yellow, true),
            LineKind::May => (screen.t("可说", "may"), Color::Green, false),
            LineKind::Tip => (screen.t("提示", "tip"), Color::Blue, false),
            LineKind::ReadBack => (screen.t("复述", "read"), Color::Red, true),
        };
        for (i, words) in line.words.iter().enumerate() {
            let head = if i == 0 { head } else { screen.t("  或", "  or") };
            let style = match (bold, line.kind) {
                (true, _) => Style::new().add_modifier(Modifier::BOLD),
                (_, LineKind::Tip) => Style::new().fg(Color::Blue),
                _ => Style::new(),
            };
            for (j, part) in wrap(words, room.saturating_sub(6)).into_iter().enumerate() {
                let head = pad(if j == 0 { head } else { "" }, 6);
                out.push(Line::from(vec![Span::styled(head, Style::new().fg(color)), Span::styled(part, style)]));
            }
        }
    }
    out
}

fn choice_lines(screen: &Screen, room: usize) -> Vec<Line<'static>> {
    let scene = &screen.scene;
    let widest = scene.options.iter().map(|o| width(&o.label)).max().unwrap_or(0).min(room / 2);
    let mut out: Vec<Line<'static>> = scene
        .options
        .iter()
        .enumerate()
        .map(|(i, o)| choice_line(i, o, widest, room, screen.cursor == i && screen.mode == Mode::Call))
        .collect();
    if out.is_empty() && scene.over.is_none() {
        let nothing = screen.t("（没有选项：等事件或时间）", "(no options: waiting for an event or for time)");
        out.push(Line::styled(nothing.to_owned(), dim()));
    }
    out
}

fn choice_line(i: usize, o: &Choice, widest: usize, room: usize, here: bool) -> Line<'static> {
    let key = key_of(i).map_or(" ".to_owned(), |k| k.to_string());
    let (label_style, key_style) = match &o.disabled {
        Some(_) => (dim(), dim()),
        None => (Style::new().add_modifier(Modifier::BOLD), Style::new().fg(Color::Black).bg(Color::Green)),
    };
    let mut rest = match &o.disabled {
        Some(why) => format!("✗ {why}"),
        None => o.samples.iter().map(|s| format!("“{s}”")).collect::<Vec<_>>().join(" "),
    };
    if o.anytime {
        rest = format!("↻ {rest}");
    }
    if o.case > 0 {
        rest = format!("#{} {rest}", o.case);
    }
    let rest = clip(&rest, room.saturating_sub(widest + 6));
    let label_style = if here { label_style.add_modifier(Modifier::UNDERLINED) } else { label_style };
    Line::from(vec![
        Span::styled(format!(" {key} "), key_style),
        Span::raw(" "),
        Span::styled(pad(&clip(&o.label, widest), widest), label_style),
        Span::raw("  "),
        Span::styled(rest, dim()),
    ])
}

/// The key of the option at a place: 1 to 9, then 0.
pub(crate) fn key_of(i: usize) -> Option<char> {
    match i {
        0..=8 => char::from_digit(i as u32 + 1, 10),
        9 => Some('0'),
        _ => None,
    }
}

fn log(frame: &mut Frame<'_>, area: Rect, screen: &Screen) {
    let room = usize::from(area.width).saturating_sub(4);
    let mut lines = Vec::new();
    for entry in &screen.log {
        let (mark, style) = match entry.kind {
            LogKind::Given => ("●", Style::new().fg(Color::Cyan)),
            LogKind::Machine => ("→", Style::new()),
            LogKind::Finding => ("!", Style::new().fg(Color::Yellow)),
            LogKind::Error => ("✗", Style::new().fg(Color::Red)),
        };
        let time = elapsed(entry.at);
        let indent = width(&time) + 3;
        for (i, part) in wrap(&entry.text, room.saturating_sub(indent)).into_iter().enumerate() {
            let head = if i == 0 { format!("{time} {mark} ") } else { " ".repeat(indent) };
            lines.push(Line::from(vec![Span::styled(head, dim()), Span::styled(part, style)]));
        }
    }
    let shown = usize::from(area.height).saturating_sub(2);
    let end = lines.len().saturating_sub(screen.scroll.min(lines.len().saturating_sub(shown)));
    let lines = lines.get(end.saturating_sub(shown)..end).unwrap_or_default().to_vec();
    panel(frame, area, screen.t("刚才", "What happened"), lines, Color::White);
}

fn side_width(screen: &Screen, whole: u16) -> u16 {
    let s = &screen.scene;
    if s.timers.is_empty() && s.cases.is_empty() && s.awaited.is_empty() { 0 } else { (whole / 3).clamp(24, 44) }
}

/// Limits counting down, answers awaited, open cases.
fn side(frame: &mut Frame<'_>, area: Rect, screen: &Screen) {
    if area.width < 10 {
        return;
    }
    let (s, room) = (&screen.scene, usize::from(area.width).saturating_sub(4));
    let mut lines = Vec::new();
    for timer in &s.timers {
        let left = elapsed(timer.left.max(0));
        let color = if timer.left * 5 < timer.whole { Color::Red } else { Color::Yellow };
        let head = pad(&clip(&timer.what, room.saturating_sub(width(&left) + 1)), room.saturating_sub(width(&left)));
        lines.push(Line::from(vec![Span::raw(head), Span::styled(left, Style::new().fg(color).add_modifier(Modifier::BOLD))]));
        lines.push(Line::styled(bar(timer.left, timer.whole, room), Style::new().fg(color)));
    }
    for action in &s.awaited {
        lines.push(Line::styled(clip(&format!("x {}", action.call), room), Style::new().fg(Color::Magenta)));
    }
    for case in &s.cases {
        lines.push(Line::styled(clip(case, room), dim()));
    }
    panel(frame, area, screen.t("计时 · 待答 · 工单", "Clocks · answers · cases"), lines, Color::Yellow);
}

fn bar(left: i64, whole: i64, room: usize) -> String {
    let full = if whole > 0 { (left.max(0) as i128 * room as i128 / whole as i128) as usize } else { 0 };
    format!("{}{}", "━".repeat(full.min(room)), "╌".repeat(room.saturating_sub(full)))
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::base::Lang;
    use crate::cli::run::scene::{Awaited, Choice, Entry, Field, Line, LineKind, Scene, Timer};
    use crate::cli::run::tui::app::{LogKind, LogLine, Mode, Pick, Prompt, Screen};
    use crate::cli::run::tui::input::Input;
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    fn screen(mode: Mode) -> Screen {
        let choice = |label: &str, disabled: Option<&str>| Choice {
            label: label.to_owned(),
            samples: vec!["我想约".to_owned(), "想预订".to_owned()],
            disabled: disabled.map(str::to_owned),
            anytime: disabled.is_some(),
            case: 0,
        };
        let field = |name: &str, value: &str| Field {
            name: name.to_owned(),
            value: value.to_owned(),
            required: true,
            wanted: vec!["文本".to_owned()],
        };
        let line = |kind, words: &str| Line { kind, words: vec![words.repeat(4), words.to_owned()] };
        let kinds = [LineKind::Must, LineKind::Should, LineKind::May, LineKind::Tip, LineKind::ReadBack];
        let scene = Scene {
            package: "家庭服务".to_owned(),
            path: "来电 › 预订服务 › 登记".to_owned(),
            phase: Some("对话".to_owned()),
            clock: "2026-03-05 10:00:12".to_owned(),
            elapsed: 12_000,
            mood: Some("激动".to_owned()),
            answered: true,
            identified: true,
            consents: vec!["扣费".to_owned()],
            over: None,
            lines: kinds.map(|k| line(k, "您好，这里是客服中心，请讲。")).to_vec(),
            entry: matches!(mode, Mode::Entry).then(|| Entry {
                form: Some("预订单".to_owned()),
                case: 0,
                fields: vec![field("姓名", "张"), field("手机", "")],
                missing: vec!["固定电话或手机".to_owned()],
            }),
            options: vec![choice("预订", None), choice("其他", Some("工号 是 002"))],
            awaited: vec![Awaited {
                id: 1,
                name: "占位".to_owned(),
                call: "做 占位(单: 甲)".to_owned(),
                wanted: vec!["是".to_owned(), "否".to_owned()],
            }],
            timers: vec![Timer { what: "话别".to_owned(), due: 30_000, left: 18_000, whole: 30_000 }],
            cases: vec!["工单1 上报预订单 › 上报".to_owned()],
        };
        Screen {
            scene,
            log: vec![
                LogLine { at: 0, kind: LogKind::Given, text: "接听".to_owned() },
                LogLine { at: 61_000, kind: LogKind::Error, text: "现在没有选项“甲”".to_owned() },
            ],
            scroll: 0,
            mode,
            cursor: 1,
            input: Input::with("139"),
            message: String::new(),
            hint: String::new(),
            running: true,
            picks: vec!["平静".to_owned(), "激动".to_owned()],
            lang: Lang::Zh,
        }
    }

    /// What stands on a screen of this size, spaces left out: a wide character leaves one behind it.
    fn drawn(mode: Mode, width: u16, height: u16) -> String {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a backend");
        terminal.draw(|frame| draw(frame, &screen(mode))).expect("a frame");
        terminal.backend().buffer().content.iter().map(|cell| cell.symbol()).filter(|s| *s != " ").collect()
    }

    #[test]
    fn a_small_terminal_shows_all_that_matters() {
        let text = drawn(Mode::Call, 80, 24);
        for part in [
            "家庭服务",
            "来电›预订服务›登记",
            "阶段对话",
            "2026-03-0510:00:12",
            "情绪激动",
            "必说",
            "1预订",
            "✗工号是002",
            "话别",
            "00:18",
            "x做占位",
            "工单1",
            "01:01✗",
            "按键",
        ] {
            assert!(text.contains(part), "{part} is missing: {text}");
        }
    }

    #[test]
    fn a_form_shows_what_is_typed_and_what_is_missing() {
        let text = drawn(Mode::Entry, 80, 24);
        for part in ["登记预订单", "姓名张", "*手机139", "还缺：固定电话或手机", "F2"] {
            assert!(text.contains(part), "{part} is missing: {text}");
        }
        assert!(drawn(Mode::Prompt(Prompt::Answer(1, "占位".to_owned())), 80, 24).contains("动作的结果：占位"));
        assert!(drawn(Mode::Pick(Pick::Mood, 1), 80, 24).contains("客户的情绪"));
    }

    #[test]
    fn no_size_is_too_small_or_too_large() {
        let modes = [Mode::Call, Mode::Entry, Mode::Help, Mode::Pick(Pick::Answer, 0), Mode::Prompt(Prompt::Customer)];
        for mode in modes {
            for (width, height) in [(1, 1), (2, 30), (30, 2), (12, 6), (40, 10), (200, 60), (500, 5)] {
                drawn(mode.clone(), width, height);
            }
        }
    }
}
