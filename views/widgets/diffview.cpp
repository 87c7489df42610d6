#include "widgets/diffview.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace qd {

namespace {

constexpr int diffLineHeight = 19;
constexpr qsizetype diffMaxShown = 2000; ///< characters of a line
constexpr qsizetype diffMaxWrapped = 100'000;
constexpr qsizetype diffLeastColumns = 20;

/// Text that can be drawn: control characters become their pictures, long lines end in an ellipsis.
QString drawableLine(const QString &text, qsizetype from, qsizetype length, qsizetype most)
{
    QString line = text.left(most).mid(from, length);
    for (QChar &c : line)
        if (c == u'\t')
            c = u' ';
        else if (c < QChar(0x20))
            c = QChar(static_cast<char16_t>(0x2400 + c.unicode()));
        else if (c.category() == QChar::Other_Format || (c >= QChar(0x7F) && c <= QChar(0x9F)))
            c = QChar::ReplacementCharacter;
    return text.size() > most && from + line.size() >= most ? QString(line + u'…') : line;
}

/// Draws a line without ligatures ("<!--" as one sign): in a difference every character counts.
void drawUnjoined(QPainter &painter, QPoint at, const QString &line)
{
    const QStringView joins(u"=!<>-|&:~*+/.?#$_@{}[]()");
    const QFontMetrics metrics = painter.fontMetrics();
    for (qsizetype begin = 0; begin < line.size();) {
        qsizetype end = begin + 1;
        while (!joins.contains(line.at(begin)) && end < line.size() && !joins.contains(line.at(end)))
            ++end;
        const QString piece = line.mid(begin, end - begin);
        painter.drawText(at, piece);
        at.rx() += metrics.horizontalAdvance(piece);
        begin = end;
    }
}

} // namespace

DiffView::DiffView(const Theme &theme, QWidget *parent) : QAbstractScrollArea(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("diff"));
    setAccessibleName(tr("Difference"));
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setFont(monoFont());
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

QSize DiffView::sizeHint() const
{
    return {640, std::clamp(static_cast<int>(m_rows.size()) + 1, 4, 20) * diffLineHeight};
}

void DiffView::setTexts(const QString &before, const QString &after)
{
    const QList<DiffLine> lines = lineDiff(before, after);
    m_hunks = diffHunks(lines);
    m_summary = diffSummary(lines);
    setAccessibleDescription(m_summary);
    arrange();
}

void DiffView::setSideBySide(bool isSideBySide)
{
    m_isSideBySide = isSideBySide;
    arrange();
}

void DiffView::setWrapped(bool isWrapped)
{
    m_isWrapped = isWrapped;
    arrange();
}

qsizetype DiffView::columns() const
{
    return std::max(diffLeastColumns, static_cast<qsizetype>((viewport()->width() - gutterWidth() - space::s) / fontMetrics().horizontalAdvance(u'0')));
}

qsizetype DiffView::shownOf(const DiffLine &line) const { return std::min(line.text.size(), m_isWrapped ? columns() : diffMaxShown); }

void DiffView::arrange()
{
    makeRows();
    updateBars();
    updateGeometry();
    viewport()->update();
}

void DiffView::makeRows()
{
    m_rows.clear();
    m_widest = 0;
    int shownTo = 0;
    for (const DiffHunk &hunk : std::as_const(m_hunks)) {
        const DiffLine &first = hunk.lines.constFirst();
        const int line = std::max(first.before, first.after);
        if (line > shownTo + 1)
            m_rows.append(Row{.isFold = true, .hidden = line - shownTo - 1});
        appendHunk(hunk);
        const DiffLine &last = hunk.lines.constLast();
        shownTo = std::max(last.before, last.after);
        for (const DiffLine &one : hunk.lines)
            m_widest = std::max(m_widest, m_isWrapped ? 0 : static_cast<int>(shownOf(one)));
    }
}

void DiffView::appendHunk(const DiffHunk &hunk)
{
    QList<DiffLine> removed, added;
    for (const DiffLine &line : hunk.lines) {
        if (!m_isSideBySide) {
            appendWrapped(line);
        } else if (line.kind == DiffLine::Kind::Same) {
            appendPairs(removed, added);
            m_rows.append(Row{.left = line, .right = line});
        } else {
            (line.kind == DiffLine::Kind::Removed ? removed : added).append(line);
        }
    }
    appendPairs(removed, added);
}

void DiffView::appendWrapped(const DiffLine &line)
{
    const qsizetype step = m_isWrapped ? columns() : diffMaxShown;
    const qsizetype end = m_isWrapped ? std::min(line.text.size(), diffMaxWrapped) : 1;
    for (qsizetype from = 0; from == 0 || from < end; from += step)
        m_rows.append(Row{.left = line, .from = from});
}

void DiffView::appendPairs(QList<DiffLine> &removed, QList<DiffLine> &added)
{
    for (qsizetype i = 0; i < std::max(removed.size(), added.size()); ++i)
        m_rows.append(Row{.left = removed.value(i), .right = added.value(i)});
    removed.clear();
    added.clear();
}

int DiffView::gutterWidth() const
{
    return fontMetrics().horizontalAdvance(u'0') * (m_isSideBySide ? 8 : 12);
}

/// Before it is shown it has no size that says anything.
void DiffView::updateBars()
{
    if (!isVisible())
        return;
    verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(m_rows.size()) * diffLineHeight - viewport()->height() + space::s));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(diffLineHeight);
    const int half = m_isSideBySide ? viewport()->width() / 2 : viewport()->width();
    const int wanted = gutterWidth() + (m_widest + 2) * fontMetrics().horizontalAdvance(u'0');
    horizontalScrollBar()->setRange(0, std::max(0, wanted - half));
    horizontalScrollBar()->setPageStep(half);
    horizontalScrollBar()->setSingleStep(24);
}

void DiffView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    if (m_isWrapped && event->oldSize().width() != event->size().width())
        makeRows();
    // Bars that change while the area lays itself out would be shown as it had meant before.
    QMetaObject::invokeMethod(this, &DiffView::updateBars, Qt::QueuedConnection);
}

void DiffView::showEvent(QShowEvent *event)
{
    QAbstractScrollArea::showEvent(event);
    updateBars();
}

void DiffView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        QApplication::clipboard()->setText(unified());
    else
        QAbstractScrollArea::keyPressEvent(event);
}

void DiffView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), m_theme.tokens().surface);
    painter.setFont(font());
    if (m_rows.isEmpty()) {
        painter.setPen(m_theme.tokens().text2);
        painter.drawText(viewport()->rect(), Qt::AlignCenter, tr("No difference"));
        return;
    }
    const int offset = verticalScrollBar()->value();
    const int first = offset / diffLineHeight;
    const int last = std::min(static_cast<int>(m_rows.size()) - 1, (offset + viewport()->height()) / diffLineHeight);
    for (int row = first; row <= last; ++row)
        paintRow(painter, m_rows.at(row), row * diffLineHeight - offset);
}

void DiffView::paintRow(QPainter &painter, const Row &row, int top)
{
    if (row.isFold)
        return paintFold(painter, row, top);
    const int width = viewport()->width();
    if (!m_isSideBySide)
        return paintLine(painter, row.left, QRect(0, top, width, diffLineHeight), true, row.from);
    paintLine(painter, row.left, QRect(0, top, width / 2, diffLineHeight), true, 0);
    paintLine(painter, row.right, QRect(width / 2, top, width - width / 2, diffLineHeight), false, 0);
    painter.fillRect(width / 2, top, 1, diffLineHeight, m_theme.tokens().border);
}

void DiffView::paintFold(QPainter &painter, const Row &row, int top)
{
    const QRect box(0, top, viewport()->width(), diffLineHeight);
    painter.fillRect(box, m_theme.tokens().raised);
    painter.setPen(m_theme.tokens().text3);
    painter.drawText(box.adjusted(gutterWidth(), 0, 0, 0), Qt::AlignVCenter,
                     row.hidden == 1 ? tr("1 unchanged line") : tr("%1 unchanged lines").arg(row.hidden));
}

void DiffView::paintLine(QPainter &painter, const DiffLine &line, const QRect &box, bool isLeft, qsizetype from)
{
    const Tokens &tokens = m_theme.tokens();
    const bool isThere = line.before > 0 || line.after > 0;
    const bool isChanged = isThere && line.kind != DiffLine::Kind::Same;
    const QColor ink = line.kind == DiffLine::Kind::Added ? tokens.diffAdded : tokens.diffRemoved;
    QColor wash = isThere ? ink : tokens.raised;
    wash.setAlphaF(isThere ? (tokens.isDark ? 0.20F : 0.14F) : 1.0F);
    if (isChanged || !isThere)
        painter.fillRect(box, wash);
    if (!isThere)
        return;
    painter.save();
    painter.setClipRect(box);
    if (isChanged)
        painter.fillRect(box.x() + gutterWidth() - fontMetrics().horizontalAdvance(u'0') * 2 - 3, box.y(), 3, box.height(), ink);
    if (from == 0)
        paintMargin(painter, line, box, isLeft);
    painter.setClipRect(box.adjusted(gutterWidth(), 0, 0, 0));
    painter.setPen(line.kind == DiffLine::Kind::Same ? tokens.text2 : tokens.text);
    drawUnjoined(painter, QPoint(box.x() + gutterWidth() + 4 - horizontalScrollBar()->value(), box.y() + fontMetrics().ascent() + 3),
                 drawableLine(line.text, from, m_isWrapped ? columns() : diffMaxShown, m_isWrapped ? diffMaxWrapped : diffMaxShown));
    painter.restore();
}

/// The line's numbers and its sign.
void DiffView::paintMargin(QPainter &painter, const DiffLine &line, const QRect &box, bool isLeft)
{
    const int digit = fontMetrics().horizontalAdvance(u'0');
    painter.setPen(m_theme.tokens().text3);
    const auto number = [&](int value, int at) {
        if (value > 0)
            painter.drawText(QRect(box.x() + at, box.y(), digit * 4, box.height()), Qt::AlignRight | Qt::AlignVCenter, QString::number(value));
    };
    if (m_isSideBySide) {
        number(isLeft ? line.before : line.after, 0);
    } else {
        number(line.before, 0);
        number(line.after, digit * 5);
    }
    if (line.kind != DiffLine::Kind::Same) {
        painter.setPen(m_theme.tokens().text);
        painter.drawText(QRect(box.x() + gutterWidth() - digit * 2 + 2, box.y(), digit * 2, box.height()), Qt::AlignVCenter,
                         line.kind == DiffLine::Kind::Added ? QStringLiteral("+") : QStringLiteral("-"));
    }
}

} // namespace qd
