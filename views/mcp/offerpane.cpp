#include "mcp/offerpane.h"

#include "mcp/benchhint.h"
#include "mcp/mcpcelldelegate.h"
#include "mcp/standinglook.h"
#include "mcpoffermodel.h"
#include "theme/type.h"
#include "widgets/labels.h"
#include "widgets/plaintable.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace qd {

namespace {

std::optional<CellMark> standingMark(const QModelIndex &index)
{
    const auto look = standingLook(static_cast<McpOffer::Standing>(index.data(McpOfferModel::StandingRole).toInt()));
    return look ? std::optional(CellMark{look->glyph, look->tone}) : std::nullopt;
}

std::optional<CellMark> offerMark(const QModelIndex &index)
{
    if (index.column() == static_cast<int>(McpOfferModel::Column::Standing))
        return standingMark(index);
    if (index.column() != static_cast<int>(McpOfferModel::Column::Hint))
        return std::nullopt;
    switch (static_cast<McpOffer::Risk>(index.data(McpOfferModel::RiskRole).toInt())) {
    case McpOffer::Risk::Reads: return CellMark{Glyph::Dot, StatusTone::Info};
    case McpOffer::Risk::Destructive: return CellMark{Glyph::Bang, StatusTone::Warn};
    case McpOffer::Risk::None: break;
    }
    return std::nullopt;
}

} // namespace

McpOfferPane::McpOfferPane(QAbstractItemModel &offers, const Theme &theme, QWidget *parent)
    : QFrame(parent), m_filtered(new QSortFilterProxyModel(this)), m_filter(new QLineEdit(this)), m_stack(new QStackedWidget(this)),
      m_hint(new BenchHint(theme, QStringLiteral("mcpOfferHint"), this)),
      m_note(makeLabel(this, QStringLiteral("mcpOfferNote"), "caption"))
{
    setProperty("qdRole", QStringLiteral("panel"));
    m_filter->setObjectName(QStringLiteral("mcpFilter"));
    m_filter->setAccessibleName(tr("Filter what the server offers"));
    m_filter->setPlaceholderText(tr("Filter ( / )"));
    m_filter->setClearButtonEnabled(true);
    m_note->setWordWrap(true);
    makeTable(offers, theme);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_hint);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(0, 0, 0, 0);
    head->addWidget(m_filter);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(space::xs, 0, space::xs, 0);
    foot->addWidget(m_note);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::s, space::s, space::s, space::s);
    column->setSpacing(space::s);
    column->addLayout(head);
    column->addWidget(m_stack, 1);
    column->addLayout(foot);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filtered->setFilterFixedString(text);
        refresh();
    });
    connect(m_hint, &BenchHint::actionRequested, m_filter, &QLineEdit::clear);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &index) { emit chosen(index.data(McpOfferModel::KeyRole).toString()); });
    connect(m_table, &QTableView::activated, this, &McpOfferPane::opened);
}

void McpOfferPane::makeTable(QAbstractItemModel &offers, const Theme &theme)
{
    m_filtered->setSourceModel(&offers);
    m_filtered->setFilterKeyColumn(-1);
    m_filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_filtered->setSortRole(McpOfferModel::SortRole);
    QTableView *table = makePlainTable(this, QStringLiteral("mcpOffers"), tr("What the server offers"));
    table->setModel(m_filtered);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setProperty("qdRole", QStringLiteral("plain"));
    table->setItemDelegate(new McpCellDelegate(theme, offerMark, table));
    // Widths are given, not measured: ten thousand rows must not be looked at for a column.
    QHeaderView *header = table->horizontalHeader();
    header->setStretchLastSection(false);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    header->setSortIndicatorClearable(true);
    table->setSortingEnabled(true);
    m_table = table;
    setKind(Kind::Tools);
}

void McpOfferPane::setKind(Kind kind)
{
    m_kind = kind;
    using Column = McpOfferModel::Column;
    QHeaderView &header = *m_table->horizontalHeader();
    const bool isTools = kind == Kind::Tools;
    const auto place = [&](Column column, int width, bool isShown) {
        header.setSectionResizeMode(static_cast<int>(column), width == 0 ? QHeaderView::Stretch : QHeaderView::Interactive);
        header.setSectionHidden(static_cast<int>(column), !isShown);
        if (width > 0)
            header.resizeSection(static_cast<int>(column), width);
    };
    place(Column::Name, isTools ? 0 : 150, true);
    place(Column::Hint, isTools ? 96 : 108, true);
    place(Column::Description, 0, !isTools);
    place(Column::Tokens, 58, isTools);
    place(Column::Standing, 98, kind != Kind::Resources);
}

void McpOfferPane::setServer(const McpServerState &state, const QString &what)
{
    if (m_server != state.config.id || m_what != what)
        m_filter->clear(); // it was meant for other rows
    m_server = state.config.id;
    const bool hasStandings = state.inspection && (state.inspection->isPinned || state.inspection->suspicious > 0);
    m_table->setColumnHidden(static_cast<int>(McpOfferModel::Column::Standing), m_kind == Kind::Resources || !hasStandings);
    m_status = state.status;
    m_isListing = state.isListing;
    m_isStale = state.isStale;
    m_what = what;
    refresh();
}

void McpOfferPane::refresh()
{
    const int all = m_filtered->sourceModel()->rowCount();
    m_stack->setCurrentWidget(m_filtered->rowCount() > 0 ? static_cast<QWidget *>(m_table) : m_hint);
    if (all > 0)
        m_hint->setHint(QStringLiteral("filter-off"), tr("The filter hides everything"), tr("%1 %2 do not pass it.").arg(all).arg(m_what), tr("Clear the filter"));
    else if (m_status == McpServerState::Status::Connected && !m_isListing)
        m_hint->setHint(QStringLiteral("server"), tr("No %1").arg(m_what), tr("The server was asked and offers none."));
    else
        m_hint->setHint(QStringLiteral("refresh"), tr("Asking what it offers…"), {});
    m_note->setText(tr("This list is out of date: it was read before the connection ended or before the server changed it."));
    m_note->setVisible(m_isStale && all > 0);
}

void McpOfferPane::choose(const QString &key)
{
    m_filter->clear();
    for (int row = 0; row < m_filtered->rowCount(); ++row)
        if (m_filtered->index(row, 0).data(McpOfferModel::KeyRole).toString() == key)
            m_table->setCurrentIndex(m_filtered->index(row, 0));
}

void McpOfferPane::focusFilter() { m_filter->setFocus(Qt::ShortcutFocusReason); }

bool McpOfferPane::isFiltering() const { return m_filter->hasFocus() && !m_filter->text().isEmpty(); }

bool McpOfferPane::clearFilter()
{
    const bool hadFilter = isFiltering();
    if (hadFilter)
        m_filter->clear();
    return hadFilter;
}

} // namespace qd
