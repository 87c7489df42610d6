#include "query/problemlist.h"

#include "widgets/statusglyph.h"

#include <QPainter>
#include <QPixmap>
#include <QRegularExpression>

#include <algorithm>

namespace qd {

namespace {

constexpr int problemRow = 24;
constexpr int problemRows = 3; ///< seen at once

} // namespace

ProblemList::ProblemList(const Theme &theme, QWidget *parent) : QListWidget(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("queryProblems"));
    setAccessibleName(tr("Mistakes in the query"));
    setFrameShape(QFrame::NoFrame);
    setProperty("qdRole", QStringLiteral("plain"));
    setUniformItemSizes(true);
    setFont(uiFont(TextSize::Table));
    setIconSize({14, 14});
    hide();
    connect(this, &QListWidget::itemActivated, this, [this](const QListWidgetItem *item) { emit chosen(item->data(Qt::UserRole).toLongLong()); });
    connect(this, &QListWidget::itemClicked, this, [this](const QListWidgetItem *item) { emit chosen(item->data(Qt::UserRole).toLongLong()); });
    connect(&theme, &Theme::changed, this, &ProblemList::dress);
}

void ProblemList::setProblems(const QList<kql::Diagnostic> &problems)
{
    clear();
    for (qsizetype i = 0; i < std::min(problems.size(), most); ++i) {
        const kql::Diagnostic &problem = problems.at(i);
        const QString hint = problem.hint.isEmpty() ? QString() : tr(" Did you mean %1?").arg(problem.hint);
        // The service's words count lines from the statement's first; the place in front counts from the text's.
        static const QRegularExpression ofStatement(QStringLiteral(" on line \\[\\d+,\\d+\\]"));
        const QString message = QString(problem.message).remove(ofStatement).simplified();
        auto *item = new QListWidgetItem(tr("%1:%2   %3%4").arg(problem.position.line).arg(problem.position.column).arg(message, hint), this);
        item->setSizeHint({100, problemRow});
        item->setToolTip({});
        item->setData(Qt::UserRole, static_cast<qlonglong>(problem.position.offset));
    }
    setVisible(count() > 0);
    setFixedHeight(problemRow * std::min(problemRows, count()) + 4);
    dress();
}

// A glyph beside the words: the shape says what it is.
void ProblemList::dress()
{
    QPixmap mark(28, 28);
    mark.setDevicePixelRatio(2);
    mark.fill(Qt::transparent);
    QPainter painter(&mark);
    painter.setRenderHint(QPainter::Antialiasing);
    paintGlyph(painter, QRectF(0, 0, 14, 14), Glyph::Cross, StatusTone::Crit, m_theme.tokens());
    painter.end();
    for (int row = 0; row < count(); ++row)
        item(row)->setIcon(QIcon(mark));
}

} // namespace qd
