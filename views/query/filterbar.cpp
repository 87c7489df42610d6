#include "query/filterbar.h"

#include "widgets/labels.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

namespace qd {

namespace {

QString countText(qint64 count)
{
    QString digits = QString::number(count);
    for (qsizetype at = digits.size() - 3; at > 0; at -= 3)
        digits.insert(at, QChar(0x202f));
    return digits;
}

} // namespace

FilterBar::FilterBar(QWidget *parent)
    : QWidget(parent), m_name(makeLabel(this, QStringLiteral("filterColumn"), "secondary")), m_edit(new QLineEdit(this)),
      m_problem(makeLabel(this, QStringLiteral("filterProblem"), "secondary")), m_chips(new QWidget(this)), m_chipLayout(new QHBoxLayout(m_chips)),
      m_count(makeLabel(this, QStringLiteral("gridCount"), "secondary"))
{
    setObjectName(QStringLiteral("filterBar"));
    m_edit->setObjectName(QStringLiteral("gridFilter"));
    m_edit->setAccessibleName(tr("Filter of the current column"));
    m_edit->setPlaceholderText(tr("/  filter: text, !text, =x, >5, null"));
    m_edit->setFixedWidth(240);
    m_edit->installEventFilter(this);
    m_chipLayout->setContentsMargins(0, 0, 0, 0);
    m_chipLayout->setSpacing(space::xs);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::s, space::xs, space::m, space::xs);
    layout->setSpacing(space::s);
    for (QWidget *part : {static_cast<QWidget *>(m_name), static_cast<QWidget *>(m_edit), static_cast<QWidget *>(m_problem), m_chips})
        layout->addWidget(part);
    layout->addStretch(1);
    layout->addWidget(m_count);
    connect(m_edit, &QLineEdit::returnPressed, this, &FilterBar::submit);
}

void FilterBar::setResult(ResultGridModel *model)
{
    if (m_model)
        m_model->disconnect(this);
    m_model = model;
    m_column = 0;
    m_edit->clear();
    m_problem->clear();
    if (model) {
        connect(model, &ResultGridModel::arrangementChanged, this, &FilterBar::showState);
        connect(model, &ResultGridModel::busyChanged, this, &FilterBar::showState);
        connect(model, &QAbstractItemModel::rowsInserted, this, &FilterBar::showState);
        connect(model, &QAbstractItemModel::rowsRemoved, this, &FilterBar::showState);
    }
    showState();
}

void FilterBar::setColumn(int column)
{
    m_column = std::max(0, column);
    showState();
}

void FilterBar::startTyping() { m_edit->setFocus(Qt::ShortcutFocusReason); }

void FilterBar::submit()
{
    if (!m_model || m_column >= m_model->columnCount())
        return;
    const auto column = static_cast<size_t>(m_column);
    if (m_edit->text().trimmed().isEmpty())
        return emit left();
    const auto filter = query::parseFilter(column, m_model->set().columnType(column), m_edit->text());
    m_problem->setText(filter ? QString() : filter.error().message);
    if (!filter)
        return;
    query::Arrangement wanted = m_model->arrangement();
    wanted.filters.append(*filter);
    m_model->setArrangement(wanted);
    m_edit->clear();
    emit left();
}

void FilterBar::remove(qsizetype index)
{
    query::Arrangement wanted = m_model->arrangement();
    wanted.filters.removeAt(index);
    m_model->setArrangement(wanted);
    emit left();
}

void FilterBar::showState()
{
    setEnabled(m_model && m_model->columnCount() > 0);
    const bool hasColumn = m_model && m_column < m_model->columnCount();
    m_name->setText(hasColumn ? m_model->set().columnName(static_cast<size_t>(m_column)).left(40) : QString());
    showChips();
    if (!m_model)
        return m_count->clear();
    const auto all = static_cast<qint64>(m_model->set().rowCount());
    const QString rows = m_model->shownRows() == all ? all == 1 ? tr("1 row") : tr("%1 rows").arg(countText(all)) : tr("%1 of %2 rows").arg(countText(m_model->shownRows()), countText(all));
    m_count->setText(m_model->isArranging() ? tr("arranging…") : rows);
}

void FilterBar::showChips()
{
    while (QLayoutItem *item = m_chipLayout->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    if (!m_model)
        return;
    const QList<query::ColumnFilter> &filters = m_model->arrangement().filters;
    for (qsizetype i = 0; i < filters.size(); ++i) {
        const query::ColumnFilter &filter = filters.at(i);
        auto *chip = new QPushButton(QString(m_model->set().columnName(filter.column) % u' ' % query::filterText(filter).left(30) % QStringLiteral("  ✕")));
        chip->setObjectName(QStringLiteral("filterChip"));
        chip->setAccessibleName(tr("Remove the filter %1").arg(chip->text()));
        connect(chip, &QPushButton::clicked, this, [this, i] { remove(i); });
        m_chipLayout->addWidget(chip);
    }
    if (const auto &group = m_model->arrangement().groupBy) {
        auto *chip = new QPushButton(tr("by %1  ✕").arg(m_model->set().columnName(*group)));
        chip->setObjectName(QStringLiteral("groupChip"));
        chip->setAccessibleName(tr("Group no more"));
        connect(chip, &QPushButton::clicked, this, [this] {
            query::Arrangement wanted = m_model->arrangement();
            wanted.groupBy.reset();
            m_model->setArrangement(wanted);
        });
        m_chipLayout->addWidget(chip);
    }
}

// While a filter is typed, a letter is a letter and no command of the window.
bool FilterBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_edit && (event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress)) {
        const auto &key = static_cast<const QKeyEvent &>(*event);
        if (key.key() == Qt::Key_Escape && event->type() == QEvent::KeyPress) {
            m_edit->clear();
            m_problem->clear();
            emit left();
            return true;
        }
        if (event->type() == QEvent::ShortcutOverride && (key.key() == Qt::Key_Escape || !(key.modifiers() & (Qt::ControlModifier | Qt::AltModifier))) && !(key.key() >= Qt::Key_F1 && key.key() <= Qt::Key_F35)) {
            event->accept();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace qd
