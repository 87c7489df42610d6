#include "features/timerangefeature.h"

#include "mainwindow.h"
#include "shell/bannerarea.h"
#include "shell/commandpalette.h"
#include "shell/rangehistory.h"
#include "shell/timerangeedit.h"
#include "shell/topbar.h"
#include "workspace.h"

#include <QClipboard>
#include <QGuiApplication>

namespace qd {

namespace {

const QString &absoluteBanner()
{
    static const QString id = QStringLiteral("range.absolute");
    return id;
}

QString isoText(Instant at) { return toDateTime(at).toString(Qt::ISODate); }

PaletteEntry rangeEntry(const QString &text, const QString &detail)
{
    return {.kind = PaletteEntry::Kind::Range, .id = text, .title = text, .detail = detail};
}

} // namespace

TimeRangeFeature::TimeRangeFeature(Workspace &workspace, MainWindow &window) : m_workspace(workspace), m_window(window)
{
    TimeRangeEdit &edit = window.topBar().range();
    edit.setHistory(workspace.settings.value(keys::rangeHistory));
    connect(&edit, &TimeRangeEdit::rangeRequested, this, &TimeRangeFeature::setRange);
    connect(&workspace.navigator, &Navigator::rangeRequested, this, &TimeRangeFeature::setRange);
    window.palette().addSource({QChar(u':'), tr("time range"), false, false,
                                [this](const QString &typed) { return suggestions(typed); }});
    connect(&window.palette(), &CommandPalette::chosen, this, [this](const PaletteEntry &entry) {
        if (entry.kind != PaletteEntry::Kind::Range)
            return;
        if (const auto parsed = TimeRange::parse(entry.id))
            setRange(*parsed);
    });
    addCommands();
    addMoves();
}

void TimeRangeFeature::addCommands()
{
    CommandRegistry &commands = m_workspace.commands;
    const QString group = tr("Time");
    commands.add({CommandId(QStringLiteral("time.type")), tr("Type a time range"), group,
                  {QKeySequence(QStringLiteral("T, R"))}, QStringLiteral("calendar-time")},
                 this, [this] { m_window.topBar().range().setFocus(Qt::ShortcutFocusReason); });
    commands.add({CommandId(QStringLiteral("time.now")), tr("Back to the last hour, live"), group,
                  {QKeySequence(QStringLiteral("T, N"))}, QStringLiteral("clock")},
                 this, [this] { setRange(TimeRange::lastHour()); });
    commands.add({CommandId(QStringLiteral("time.copy")), tr("Copy the time range"), group,
                  {QKeySequence(QStringLiteral("T, C"))}, QStringLiteral("copy")},
                 this, [this] { QGuiApplication::clipboard()->setText(m_range.text()); });
    commands.add({CommandId(QStringLiteral("time.paste")), tr("Paste a time range"), group,
                  {QKeySequence(QStringLiteral("T, V"))}, QStringLiteral("copy")},
                 this, [this] { paste(); });
}

void TimeRangeFeature::addMoves()
{
    CommandRegistry &commands = m_workspace.commands;
    const QString group = tr("Time");
    commands.add({CommandId(QStringLiteral("time.zoomOut")), tr("Zoom out"), group, {QKeySequence(QStringLiteral("T, Z"))},
                  QStringLiteral("search")},
                 this, [this] { zoomOut(); });
    commands.add({CommandId(QStringLiteral("time.earlier")), tr("Shift to earlier"), group,
                  {QKeySequence(QStringLiteral("T, Left"))}, QStringLiteral("chevron-left")},
                 this, [this] { shift(-1); });
    commands.add({CommandId(QStringLiteral("time.later")), tr("Shift to later"), group,
                  {QKeySequence(QStringLiteral("T, Right"))}, QStringLiteral("chevron-right")},
                 this, [this] { shift(1); });
    commands.add({CommandId(QStringLiteral("time.absolute")), tr("Make the time range absolute"), group,
                  {QKeySequence(QStringLiteral("T, A"))}, QStringLiteral("calendar-time")},
                 this, [this] { setSpan(m_range.resolve(m_workspace.clock.now())); });
}

void TimeRangeFeature::attach(WatchedAccount &account)
{
    m_account = &account;
    apply(m_range);
}

void TimeRangeFeature::setRange(const TimeRange &range)
{
    const QStringList history = withRange(m_workspace.settings.value(keys::rangeHistory), range.text());
    m_workspace.settings.set(keys::rangeHistory, history);
    m_window.topBar().range().setHistory(history);
    apply(range);
}

void TimeRangeFeature::apply(const TimeRange &range)
{
    m_range = range;
    m_window.topBar().range().setRange(range);
    if (m_account && m_account->tiles().range() != range)
        m_account->tiles().setRange(range);
    if (range.isAbsolute())
        m_window.banners().showBanner({absoluteBanner(), StatusTone::Info,
                                       tr("Live refresh has stopped: the time range has fixed ends"),
                                       tr("Type a relative range, or press T then N for the last hour, to go on live.")});
    else
        m_window.banners().dismiss(absoluteBanner());
}

void TimeRangeFeature::setSpan(TimeSpanRange span)
{
    if (const auto range = TimeRange::parse(isoText(span.from) + QStringLiteral(" to ") + isoText(span.to)))
        setRange(*range);
}

void TimeRangeFeature::shift(int steps)
{
    const TimeSpanRange span = m_range.resolve(m_workspace.clock.now());
    const Microseconds by = (span.to - span.from) / 2 * steps;
    setSpan({span.from + by, span.to + by});
}

void TimeRangeFeature::zoomOut()
{
    const TimeSpanRange span = m_range.resolve(m_workspace.clock.now());
    const Microseconds length = span.to - span.from;
    if (m_range.isAbsolute()) {
        setSpan({span.from - length / 2, span.to + length / 2});
        return;
    }
    const auto minutes = std::chrono::ceil<std::chrono::minutes>(length * 2).count();
    if (const auto range = TimeRange::parse(QStringLiteral("now-%1m").arg(minutes)))
        setRange(*range);
}

void TimeRangeFeature::paste()
{
    TimeRangeEdit &edit = m_window.topBar().range();
    edit.setFocus(Qt::ShortcutFocusReason);
    edit.setText(QGuiApplication::clipboard()->text().left(200).trimmed());
    edit.submit();
}

QList<PaletteEntry> TimeRangeFeature::suggestions(const QString &typed) const
{
    QList<PaletteEntry> entries;
    const auto parsed = TimeRange::parse(typed);
    if (!typed.isEmpty()) {
        PaletteEntry entry = rangeEntry(typed, parsed ? tr("show this time range") : parsed.error().message);
        entry.isEnabled = parsed.has_value();
        entries.append(entry);
    }
    for (const CommonRange &range : commonRanges()) {
        const QString text = QString::fromLatin1(range.text);
        const QString meaning = QCoreApplication::translate("Range", range.meaning);
        if (text != typed && (text.contains(typed, Qt::CaseInsensitive) || meaning.contains(typed, Qt::CaseInsensitive)))
            entries.append(rangeEntry(text, meaning));
    }
    return entries;
}

} // namespace qd
