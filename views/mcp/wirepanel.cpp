#include "mcp/wirepanel.h"

#include "confirm/plaintext.h"
#include "mcp/benchhint.h"
#include "mcp/codepane.h"
#include "mcp/mcpcelldelegate.h"
#include "mcpwiremodel.h"
#include "theme/tokens.h"
#include "theme/type.h"
#include "widgets/labels.h"
#include "widgets/plaintable.h"

#include <QAbstractItemView>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <QVBoxLayout>

#include <array>

namespace qd {

namespace {

constexpr std::array wireWidths{104, 120, 104, 216, 56, 78, 76, 72};

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
    button->setToolTip(accessible);
    return button;
}

} // namespace

WirePanel::WirePanel(QAbstractItemModel &model, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_model(model), m_stack(new QStackedWidget(this)), m_hint(new BenchHint(theme, QStringLiteral("mcpWireHint"), this))
{
    makeTable(theme);
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(space::s);
    splitter->addWidget(m_table);
    splitter->addWidget(makeDetail(theme));
    splitter->setSizes({360, 260});
    m_stack->addWidget(splitter);
    m_stack->addWidget(m_hint);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::s);
    column->addWidget(makeBar());
    column->addWidget(m_stack, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &WirePanel::showCurrent);
    connect(m_hint, &BenchHint::actionRequested, this, &WirePanel::showAll);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&model, signal, this, &WirePanel::refreshEmpty);
    // Follows the newest message as long as the newest is what is looked at.
    connect(&model, &QAbstractItemModel::rowsInserted, this, [this] {
        const QScrollBar &bar = *m_table->verticalScrollBar();
        if (bar.value() == bar.maximum())
            m_table->scrollToBottom();
    });
    refreshEmpty();
    showCurrent();
}

void WirePanel::makeTable(const Theme &theme)
{
    m_table = makePlainTable(this, QStringLiteral("mcpWire"), tr("Messages, oldest first"));
    m_table->setModel(&m_model);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setFont(monoFont());
    m_table->setItemDelegate(new McpCellDelegate(theme, wireMark, m_table));
    m_table->verticalHeader()->setMinimumSectionSize(height::rowCompact);
    m_table->verticalHeader()->setDefaultSectionSize(height::rowCompact);
    for (size_t column = 0; column < wireWidths.size(); ++column)
        m_table->setColumnWidth(static_cast<int>(column), wireWidths[column]);
    m_table->hideColumn(static_cast<int>(McpWireModel::Column::Server)); // the chosen one's alone are shown
}

QWidget *WirePanel::makeBar()
{
    auto *bar = new QWidget(this);
    m_filter = new QLineEdit(bar);
    m_filter->setObjectName(QStringLiteral("mcpWireFilter"));
    m_filter->setAccessibleName(tr("Filter messages"));
    m_filter->setPlaceholderText(tr("Filter by method, text or header; !word leaves out ( / )"));
    m_filter->setClearButtonEnabled(true);
    m_kind = new QComboBox(bar);
    m_kind->setObjectName(QStringLiteral("mcpWireKind"));
    m_kind->setAccessibleName(tr("Which messages are shown"));
    m_kind->view()->setAccessibleName(tr("Kinds of messages"));
    m_kind->addItems({tr("All messages"), tr("Requests and answers"), tr("Notifications"), tr("Errors"), tr("Error stream and notes")});
    m_every = new QCheckBox(tr("All servers"), bar);
    m_every->setObjectName(QStringLiteral("mcpWireEvery"));
    m_every->setAccessibleName(tr("Show the messages of every server"));
    m_forgotten = makeLabel(bar, QStringLiteral("mcpForgotten"), "caption");
    QPushButton *save = wireButton(bar, "mcpExportLog", tr("Export…"), tr("Save the shown messages as JSON, keys masked"));
    QPushButton *clear = wireButton(bar, "mcpClearLog", tr("Clear"), tr("Forget all messages"));
    auto *line = new QHBoxLayout(bar);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::s);
    line->addWidget(m_filter, 1);
    for (QWidget *widget : {static_cast<QWidget *>(m_kind), static_cast<QWidget *>(m_every), static_cast<QWidget *>(m_forgotten), static_cast<QWidget *>(save), static_cast<QWidget *>(clear)})
        line->addWidget(widget);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        emit filterChanged(text);
        refreshEmpty();
    });
    connect(m_kind, &QComboBox::activated, this, [this](int kind) {
        emit kindChosen(kind);
        refreshEmpty();
    });
    connect(m_every, &QCheckBox::clicked, this, [this](bool isEvery) {
        m_table->setColumnHidden(static_cast<int>(McpWireModel::Column::Server), !isEvery);
        emit everyServerChosen(isEvery);
    });
    connect(save, &QPushButton::clicked, this, &WirePanel::exportRequested);
    connect(clear, &QPushButton::clicked, this, &WirePanel::clearRequested);
    return bar;
}

QWidget *WirePanel::makeDetail(const Theme &theme)
{
    auto *box = new QWidget(this);
    m_parts = new QTabBar(box);
    m_parts->setObjectName(QStringLiteral("mcpWireParts"));
    m_parts->setAccessibleName(tr("What of the message is shown"));
    m_parts->setDrawBase(false);
    m_parts->setExpanding(false);
    m_parts->addTab(tr("Message"));
    m_parts->addTab(tr("HTTP"));
    m_detail = new QStackedWidget(box);
    m_message = new CodePane(theme, QStringLiteral("mcpWireDetail"), tr("Text of the message"), m_detail);
    m_headers = new QPlainTextEdit(m_detail);
    m_headers->setObjectName(QStringLiteral("mcpWireHeaders"));
    m_headers->setAccessibleName(tr("HTTP status and headers of the message"));
    m_headers->setReadOnly(true);
    m_headers->setTabChangesFocus(true);
    m_headers->setFont(monoFont());
    m_detail->addWidget(m_message);
    m_detail->addWidget(m_headers);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::xs);
    column->addWidget(makeDetailBar(box));
    column->addWidget(m_detail, 1);
    connect(m_parts, &QTabBar::currentChanged, m_detail, &QStackedWidget::setCurrentIndex);
    return box;
}

QWidget *WirePanel::makeDetailBar(QWidget *parent)
{
    auto *bar = new QWidget(parent);
    m_replay = wireButton(bar, "mcpReplayMessage", tr("Send again"), tr("Send the chosen request again; the call of a tool is filled in first"));
    QPushButton *json = wireButton(bar, "mcpCopyJson", tr("Copy JSON"), tr("Copy the message with its time and headers as JSON"));
    QPushButton *curl = wireButton(bar, "mcpCopyCurl", tr("Copy cURL"), tr("Copy a curl command, keys left out"));
    m_ofOne = {m_replay, json, curl};
    auto *line = new QHBoxLayout(bar);
    line->setContentsMargins(space::xs, 0, 0, 0);
    line->setSpacing(space::s);
    line->addWidget(m_parts);
    line->addStretch(1);
    for (QPushButton *button : m_ofOne)
        line->addWidget(button);
    connect(json, &QPushButton::clicked, this, &WirePanel::copyJson);
    connect(curl, &QPushButton::clicked, this, [this] { emit curlRequested(currentRow()); });
    connect(m_replay, &QPushButton::clicked, this, [this] { emit replayRequested(currentRow()); });
    return bar;
}

void WirePanel::refreshEmpty()
{
    m_stack->setCurrentIndex(m_model.rowCount() > 0 ? 0 : 1);
    if (m_model.rowCount() > 0)
        return;
    if (m_filter->text().isEmpty() && m_kind->currentIndex() == 0)
        m_hint->setHint(QStringLiteral("message-2"), tr("No messages"), tr("Every message to and from the server is kept here, keys masked."));
    else
        m_hint->setHint(QStringLiteral("filter-off"), tr("Nothing passes the filter"), tr("Messages are kept whether they are shown or not."), tr("Show all messages"));
}

void WirePanel::showAll()
{
    m_filter->clear();
    m_kind->setCurrentIndex(0);
    emit kindChosen(0);
    refreshEmpty();
}

qsizetype WirePanel::currentRow() const { return m_table->currentIndex().data(McpWireModel::RowRole).toLongLong(); }

QList<qsizetype> WirePanel::shownRows() const
{
    QList<qsizetype> rows;
    for (int row = 0; row < m_model.rowCount(); ++row)
        rows << m_model.index(row, 0).data(McpWireModel::RowRole).toLongLong();
    return rows;
}

void WirePanel::showCurrent()
{
    const QModelIndex chosen = m_table->currentIndex();
    const QString headers = chosen.data(McpWireModel::HeadersRole).toString();
    m_message->setCode(chosen.data(McpWireModel::MessageRole).toString());
    m_headers->setPlainText(visibleText(headers, 60'000));
    m_parts->setTabEnabled(1, !headers.isEmpty()); // hidden, it would get no room when it comes back
    for (QPushButton *button : m_ofOne)
        button->setEnabled(chosen.isValid());
    const bool isSent = chosen.data(McpWireModel::DirectionRole).toInt() == static_cast<int>(McpWireEntry::Direction::Sent);
    const bool hasId = !chosen.siblingAtColumn(static_cast<int>(McpWireModel::Column::MessageId)).data().toString().isEmpty();
    m_replay->setEnabled(chosen.isValid() && isSent && hasId);
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
