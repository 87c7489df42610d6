#include "traces/filteredit.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QStringListModel>

#include <algorithm>

namespace qd {

FilterEdit::FilterEdit(const Theme &theme, Check check, QWidget *parent)
    : QLineEdit(parent), m_theme(theme), m_check(std::move(check)), m_history(new QStringListModel(this)),
      m_completer(new QCompleter(m_history, this))
{
    setObjectName(QStringLiteral("traceFilter"));
    setAccessibleName(tr("Filter of the traces"));
    setPlaceholderText(tr("Filter: words, err, dur>2s, cost>0.05, tool:search_orders, tenant:x, -model:gpt-4o"));
    setFont(monoFont());
    setClearButtonEnabled(false);
    setMaxLength(2000);
    m_completer->setCompletionMode(QCompleter::PopupCompletion);
    m_completer->setFilterMode(Qt::MatchContains);
    m_completer->popup()->setObjectName(QStringLiteral("traceFilterHistory"));
    m_completer->popup()->setAccessibleName(tr("Filters used before"));
    setCompleter(m_completer);
    connect(this, &QLineEdit::textChanged, this, &FilterEdit::examine);
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this, &FilterEdit::submit);
}

QStringList FilterEdit::history() const { return m_history->stringList(); }

void FilterEdit::setApplied(const QString &text)
{
    m_applied = text;
    if (this->text() != text)
        setText(text);
    remember(text);
}

void FilterEdit::remember(const QString &text)
{
    if (text.trimmed().isEmpty())
        return;
    QStringList filters = m_history->stringList();
    filters.removeAll(text);
    filters.prepend(text);
    m_history->setStringList(filters.first(std::min<qsizetype>(filters.size(), maxHistory)));
}

void FilterEdit::examine()
{
    m_problem = m_check(text());
    emit problemChanged(m_problem ? m_problem->message : QString());
    update();
}

void FilterEdit::submit()
{
    examine();
    if (m_problem) {
        if (m_problem->position)
            setCursorPosition(static_cast<int>(std::min<qsizetype>(m_problem->position->offset, text().size())));
        return;
    }
    setApplied(text());
    emit filterRequested(m_applied);
    emit left();
}

bool FilterEdit::event(QEvent *event)
{
    // Esc takes back what was typed here; the window's "back" must not get it.
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    return QLineEdit::event(event);
}

void FilterEdit::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter: submit(); return;
    case Qt::Key_Escape:
        setText(m_applied);
        emit left();
        return;
    case Qt::Key_Down:
        m_completer->setCompletionPrefix(QString());
        m_completer->complete();
        return;
    default: QLineEdit::keyPressEvent(event);
    }
}

void FilterEdit::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    if (!m_problem || !m_problem->position || hasSelectedText())
        return;
    const int at = static_cast<int>(std::min<qsizetype>(m_problem->position->offset, text().size()));
    const int cursor = cursorRect().center().x() - fontMetrics().horizontalAdvance(text().left(cursorPosition()));
    const int left = cursor + fontMetrics().horizontalAdvance(text().left(at));
    const int end = std::min<int>(width() - 10, std::max(left + 8, cursor + fontMetrics().horizontalAdvance(text())));
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.tokens().status(StatusTone::Crit).fill, 1.5));
    QPainterPath wave(QPointF(left, height() - 5));
    for (int x = left, up = 1; x < end; x += 3, up = 1 - up)
        wave.lineTo(x + 3, height() - 5 - 2 * up);
    painter.drawPath(wave);
}

} // namespace qd
