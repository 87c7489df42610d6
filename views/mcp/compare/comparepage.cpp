#include "mcp/compare/comparepage.h"

#include "confirm/plaintext.h"
#include "mcp/benchhint.h"
#include "mcp/jsontext.h"
#include "mcp/mcpcelldelegate.h"
#include "mcpcomparemodel.h"
#include "widgets/diffview.h"
#include "widgets/elidelabel.h"
#include "widgets/labels.h"
#include "widgets/plaintable.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <array>

namespace qd {

namespace {

constexpr std::array compareWidths{110, 96, 230, 100};

CellMark severityMark(DriftSeverity severity)
{
    switch (severity) {
    case DriftSeverity::High: return {Glyph::Cross, StatusTone::Crit};
    case DriftSeverity::Medium: return {Glyph::Bang, StatusTone::Warn};
    case DriftSeverity::Low:
    case DriftSeverity::None: break;
    }
    return {Glyph::Dot, StatusTone::Info};
}

std::optional<CellMark> compareMark(const QModelIndex &index)
{
    if (index.column() == static_cast<int>(McpCompareModel::Column::Weight))
        return severityMark(static_cast<DriftSeverity>(index.data(McpCompareModel::SeverityRole).toInt()));
    if (index.column() != static_cast<int>(McpCompareModel::Column::State))
        return std::nullopt;
    switch (static_cast<DriftState>(index.data(McpCompareModel::StateRole).toInt())) {
    case DriftState::New: return CellMark{Glyph::Plus, StatusTone::Info};
    case DriftState::Removed: return CellMark{Glyph::FlatLine, StatusTone::Unknown};
    case DriftState::Changed:
    case DriftState::Approved: break;
    }
    return CellMark{Glyph::Bang, StatusTone::Warn};
}

} // namespace

ComparePage::ComparePage(QAbstractItemModel &model, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_model(model), m_stack(new QStackedWidget(this)), m_hint(new BenchHint(theme, QStringLiteral("mcpCompareHint"), this)), m_diff(new DiffView(theme, this))
{
    makeTable(theme);
    m_diff->setObjectName(QStringLiteral("mcpCompareDiff"));
    m_diff->setAccessibleName(tr("The definition before and after"));
    m_diff->setSideBySide(true);
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(space::s);
    splitter->addWidget(m_table);
    splitter->addWidget(makeSides());
    splitter->setSizes({240, 380});
    m_stack->addWidget(splitter);
    m_stack->addWidget(m_hint);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::s);
    column->addWidget(makeBar());
    column->addWidget(m_stack, 1);
    setNotice(tr("Choose what to compare with."));
}

QWidget *ComparePage::makeBar()
{
    auto *bar = new QWidget(this);
    QLabel *label = makeLabel(bar, QStringLiteral("mcpCompareLabel"), "secondary");
    label->setText(tr("Compare with"));
    m_sources = new QComboBox(bar);
    m_sources->setObjectName(QStringLiteral("mcpCompareSource"));
    m_sources->setAccessibleName(tr("What the listing or the session is compared with"));
    m_sources->view()->setAccessibleName(tr("Listings and sessions to compare with"));
    m_sources->setMinimumWidth(280);
    m_sources->setPlaceholderText(tr("Choose a listing or a session"));
    label->setBuddy(m_sources);
    auto *file = new QPushButton(tr("File…"), bar);
    file->setObjectName(QStringLiteral("mcpCompareFile"));
    file->setAccessibleName(tr("Compare with a listing or a session in a file"));
    m_summary = makeLabel(bar, QStringLiteral("mcpCompareSummary"), "secondary");
    auto *line = new QHBoxLayout(bar);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::s);
    line->addWidget(label);
    line->addWidget(m_sources);
    line->addWidget(file);
    line->addWidget(m_summary, 1);
    connect(m_sources, &QComboBox::activated, this, [this] {
        m_summary->setText(tr("Comparing…"));
        emit sourceChosen(source());
    });
    connect(file, &QPushButton::clicked, this, &ComparePage::fileRequested);
    return bar;
}

/// The two definitions, each below the name of where it comes from.
QWidget *ComparePage::makeSides()
{
    auto *sides = new QWidget(this);
    m_before = new ElideLabel(sides, QStringLiteral("mcpCompareBefore"), "secondary");
    m_after = new ElideLabel(sides, QStringLiteral("mcpCompareAfter"), "secondary");
    auto *names = new QHBoxLayout;
    names->setSpacing(space::s);
    names->addWidget(m_before, 1);
    names->addWidget(m_after, 1);
    auto *column = new QVBoxLayout(sides);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::xs);
    column->addLayout(names);
    column->addWidget(m_diff, 1);
    return sides;
}

void ComparePage::makeTable(const Theme &theme)
{
    m_table = makePlainTable(this, QStringLiteral("mcpCompare"), tr("What differs, the gravest first"));
    m_table->setModel(&m_model);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setItemDelegate(new McpCellDelegate(theme, compareMark, m_table));
    for (size_t column = 0; column < compareWidths.size(); ++column)
        m_table->setColumnWidth(static_cast<int>(column), compareWidths[column]);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ComparePage::showCurrent);
}

void ComparePage::setSources(const QList<std::pair<QString, QString>> &sources)
{
    const QString before = source();
    m_sources->clear();
    for (const auto &[key, words] : sources)
        m_sources->addItem(visibleText(words, 100).simplified(), key);
    m_sources->setCurrentIndex(m_sources->findData(before));
}

QString ComparePage::source() const { return m_sources->currentData().toString(); }

void ComparePage::setOtherSource(const QString &name)
{
    m_sources->setPlaceholderText(visibleText(name, 100).simplified());
    m_sources->setCurrentIndex(-1);
}

void ComparePage::setComparison(const McpComparison &comparison)
{
    m_comparison = comparison;
    if (const int known = m_sources->findText(visibleText(comparison.before, 100).simplified()); known >= 0)
        m_sources->setCurrentIndex(known);
    m_summary->setText(comparison.items.isEmpty() ? tr("%1 alike, nothing differs").arg(comparison.same) : tr("%1 differ, %2 alike").arg(comparison.items.size()).arg(comparison.same));
    m_before->setText(tr("Before: %1").arg(visibleText(comparison.before, 200).simplified()));
    m_after->setText(tr("After: %1").arg(visibleText(comparison.after, 200).simplified()));
    m_stack->setCurrentIndex(comparison.items.isEmpty() ? 1 : 0);
    if (comparison.items.isEmpty())
        return m_hint->setHint(QStringLiteral("circle-check"), tr("Nothing differs"), tr("%1 and %2").arg(comparison.before, comparison.after));
    if (!m_table->currentIndex().isValid())
        m_table->setCurrentIndex(m_model.index(0, 0));
    showCurrent();
}

void ComparePage::setNotice(const QString &notice)
{
    m_comparison = {};
    m_summary->clear();
    m_hint->setHint(QStringLiteral("file-code"), notice,
                    tr("What the server offers is held against what was approved, what another one offers, or a file; what was said with it against another session."));
    m_stack->setCurrentIndex(1);
}

void ComparePage::showCurrent()
{
    const int row = m_table->currentIndex().row();
    if (row < 0 || row >= m_comparison.items.size())
        return;
    const McpComparedItem &item = m_comparison.items.at(row);
    m_diff->setTexts(indentedJson(item.before), indentedJson(item.after));
}

} // namespace qd
