#include "shell/timerangeedit.h"

#include "shell/rangecallout.h"
#include "shell/rangedelegate.h"
#include "shell/rangehistory.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QFocusEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QStandardItemModel>

namespace qd {

namespace {
constexpr int rangeFieldWidth = 224;
constexpr int rangeZoneWidth = 40;
} // namespace

TimeRangeEdit::TimeRangeEdit(const Theme &theme, QWidget *parent)
    : QLineEdit(parent)
    , m_theme(theme)
    , m_suggestions(new QStandardItemModel(this))
    , m_completer(new QCompleter(m_suggestions, this))
    , m_callout(new RangeCallout(theme, this))
{
    setObjectName(QStringLiteral("timeRangeEdit"));
    setAccessibleName(tr("Time range"));
    setToolTip(tr("Time range: now-1h, now-1d/d, now-1h to now-30m, an ISO time with zone, or 90m"));
    setFont(monoFont());
    setFixedWidth(rangeFieldWidth);
    setMaxLength(200);
    setTextMargins(0, 0, rangeZoneWidth, 0);
    m_completer->setFilterMode(Qt::MatchContains);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setMaxVisibleItems(12);
    m_completer->popup()->setItemDelegate(new RangeDelegate(theme, this));
    m_completer->popup()->setMinimumWidth(340);
    m_completer->popup()->setObjectName(QStringLiteral("timeRangeSuggestions"));
    m_completer->popup()->setAccessibleName(tr("Suggested time ranges"));
    setCompleter(m_completer);
    setHistory({});
    connect(this, &QLineEdit::textEdited, this, [this] { setProblem({}); });
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this, &TimeRangeEdit::submit);
    showIdleText();
}

void TimeRangeEdit::setRange(const TimeRange &range)
{
    m_range = range;
    if (!hasFocus())
        showIdleText();
}

void TimeRangeEdit::setHistory(const QStringList &history) { fillRangeSuggestions(*m_suggestions, history); }

bool TimeRangeEdit::event(QEvent *event)
{
    // Esc takes back what was typed here; the window's "back" must not get it.
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    return QLineEdit::event(event);
}

void TimeRangeEdit::focusInEvent(QFocusEvent *event)
{
    QLineEdit::focusInEvent(event);
    if (event->reason() == Qt::PopupFocusReason || m_problem)
        return;
    setText(m_range.text());
    selectAll();
}

void TimeRangeEdit::focusOutEvent(QFocusEvent *event)
{
    QLineEdit::focusOutEvent(event);
    if (event->reason() == Qt::PopupFocusReason || event->reason() == Qt::ActiveWindowFocusReason)
        return;
    setProblem({});
    showIdleText();
}

void TimeRangeEdit::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        submit();
        return;
    case Qt::Key_Escape:
        revert();
        return;
    case Qt::Key_Down:
        m_completer->setCompletionPrefix(QString());
        m_completer->complete();
        return;
    default:
        QLineEdit::keyPressEvent(event);
    }
}

void TimeRangeEdit::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    QPainter painter(this);
    painter.setFont(uiFont(TextSize::Caption, TextWeight::Medium));
    painter.setPen(m_theme.tokens().text3);
    painter.drawText(rect().adjusted(0, 0, -space::m, 0), Qt::AlignVCenter | Qt::AlignRight, QStringLiteral("UTC"));
}

void TimeRangeEdit::submit()
{
    const Result<TimeRange> range = TimeRange::parse(text());
    if (!range) {
        setProblem(range.error());
        return;
    }
    setProblem({});
    m_range = *range;
    emit rangeRequested(*range);
    emit left();
}

void TimeRangeEdit::revert()
{
    setProblem({});
    showIdleText();
    emit left();
}

void TimeRangeEdit::showIdleText() { setText(shownRange(m_range.text())); }

void TimeRangeEdit::setProblem(std::optional<Error> problem)
{
    m_problem = std::move(problem);
    if (!m_callout)
        return;
    if (!m_problem) {
        m_callout->hide();
        return;
    }
    m_callout->showProblem(text(), *m_problem);
    if (m_problem->position)
        setCursorPosition(static_cast<int>(std::min<qsizetype>(m_problem->position->offset, text().size())));
}

} // namespace qd
