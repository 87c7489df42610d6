#include "mcp/wirepanel.h"

#include "confirm/plaintext.h"
#include "mcp/benchhint.h"
#include "mcp/mcpcelldelegate.h"
#include "mcpwiremodel.h"
#include "theme/tokens.h"
#include "theme/type.h"
#include "widgets/labels.h"
#include "widgets/plaintable.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace qd {

namespace {

constexpr std::array wireWidths{104, 120, 104, 230, 60, 84, 84};

std::optional<CellMark> wireMark(const QModelIndex &index)
{
    const bool isFailure = index.column() == static_cast<int>(McpWireModel::Column::Direction) && index.data(McpWireModel::ErrorRole).toBool();
    return isFailure ? std::optional(CellMark{Glyph::Cross, StatusTone::Crit}) : std::nullopt;
}

QPushButton *wireButton(QWidget *parent, const char *name, const QString &text, const QString &accessible)
{
    auto *button = new QPushButton(text, parent);
    button->setObjectName(QLatin1StringView(name));
    button->setAccessibleName(accessible);
    return button;
}

} // namespace

WirePanel::WirePanel(QAbstractItemModel &model, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_model(model), m_stack(new QStackedWidget(this)), m_hint(new BenchHint(theme, QStringLiteral("mcpWireHint"), this)),
      m_table(makeTable(theme)), m_detail(new QPlainTextEdit(this))
{
    m_detail->setObjectName(QStringLiteral("mcpWireDetail"));
    m_detail->setAccessibleName(tr("Headers and text of the message"));
    m_detail->setReadOnly(true);
    m_detail->setTabChangesFocus(true);
    m_detail->setFont(monoFont());
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(space::s);
    splitter->addWidget(m_table);
    splitter->addWidget(m_detail);
    splitter->setSizes({360, 260});
    m_stack->addWidget(splitter);
    m_stack->addWidget(m_hint);
    m_hint->setHint(QStringLiteral("message-2"), tr("No messages"), tr("Every message to and from the server is kept here, keys masked."));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::s);
    column->addWidget(makeBar());
    column->addWidget(m_stack, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &WirePanel::showCurrent);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&model, signal, this, &WirePanel::refreshEmpty);
    // Follows the newest message as long as the newest is what is looked at.
    connect(&model, &QAbstractItemModel::rowsInserted, this, [this] {
        const QScrollBar &bar = *m_table->verticalScrollBar();
        if (bar.value() == bar.maximum())
            m_table->scrollToBottom();
    });
    refreshEmpty();
}

QTableView *WirePanel::makeTable(const Theme &theme)
{
    QTableView *table = makePlainTable(this, QStringLiteral("mcpWire"), tr("Messages, oldest first"));
    table->setModel(&m_model);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setFont(monoFont());
    table->setItemDelegate(new McpCellDelegate(theme, wireMark, table));
    table->verticalHeader()->setMinimumSectionSize(height::rowCompact);
    table->verticalHeader()->setDefaultSectionSize(height::rowCompact);
    for (size_t column = 0; column < wireWidths.size(); ++column)
        table->setColumnWidth(static_cast<int>(column), wireWidths[column]);
    table->hideColumn(static_cast<int>(McpWireModel::Column::Server)); // the chosen one's alone are shown
    return table;
}

void WirePanel::refreshEmpty() { m_stack->setCurrentIndex(m_model.rowCount() > 0 ? 0 : 1); }

QWidget *WirePanel::makeBar()
{
    auto *bar = new QWidget(this);
    m_filter = new QLineEdit(bar);
    m_filter->setObjectName(QStringLiteral("mcpWireFilter"));
    m_filter->setAccessibleName(tr("Filter messages"));
    m_filter->setPlaceholderText(tr("Filter by method or text ( / )"));
    m_filter->setClearButtonEnabled(true);
    m_forgotten = makeLabel(bar, QStringLiteral("mcpForgotten"), "caption");
    QPushButton *json = wireButton(bar, "mcpCopyJson", tr("Copy JSON"), tr("Copy the message as JSON"));
    QPushButton *curl = wireButton(bar, "mcpCopyCurl", tr("Copy cURL"), tr("Copy a curl command, keys left out"));
    QPushButton *clear = wireButton(bar, "mcpClearLog", tr("Clear"), tr("Forget all messages"));
    auto *line = new QHBoxLayout(bar);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::s);
    line->addWidget(m_filter, 1);
    line->addWidget(m_forgotten);
    line->addWidget(json);
    line->addWidget(curl);
    line->addWidget(clear);
    connect(m_filter, &QLineEdit::textChanged, this, &WirePanel::filterChanged);
    connect(json, &QPushButton::clicked, this, &WirePanel::copyJson);
    connect(curl, &QPushButton::clicked, this, [this] {
        if (m_table->currentIndex().isValid())
            emit curlRequested(m_table->currentIndex().data(McpWireModel::RowRole).toLongLong());
    });
    connect(clear, &QPushButton::clicked, this, &WirePanel::clearRequested);
    return bar;
}

void WirePanel::showCurrent()
{
    m_detail->setPlainText(visibleText(m_table->currentIndex().data(McpWireModel::DetailRole).toString(), 300'000));
}

void WirePanel::copyJson() const
{
    if (m_table->currentIndex().isValid())
        QGuiApplication::clipboard()->setText(m_table->currentIndex().data(McpWireModel::JsonRole).toString());
}

void WirePanel::setForgotten(quint64 count)
{
    m_forgotten->setText(count == 0 ? QString() : tr("%1 older messages were dropped").arg(count));
}

void WirePanel::focusFilter() { m_filter->setFocus(Qt::ShortcutFocusReason); }

bool WirePanel::isFiltering() const { return m_filter->hasFocus() && !m_filter->text().isEmpty(); }

bool WirePanel::clearFilter()
{
    const bool hadFilter = isFiltering();
    if (hadFilter)
        m_filter->clear();
    return hadFilter;
}

} // namespace qd
