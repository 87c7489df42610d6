#include "mcp/wirepanel.h"

#include "confirm/plaintext.h"
#include "mcpwiremodel.h"
#include "theme/tokens.h"
#include "theme/type.h"
#include "widgets/labels.h"

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
#include <QTableView>
#include <QVBoxLayout>

namespace qd {

namespace {

constexpr std::array wireWidths{100, 120, 90, 210, 60, 80, 80};

QPushButton *wireButton(QWidget *parent, const char *name, const QString &text, const QString &accessible)
{
    auto *button = new QPushButton(text, parent);
    button->setObjectName(QLatin1StringView(name));
    button->setAccessibleName(accessible);
    return button;
}

} // namespace

WirePanel::WirePanel(QAbstractItemModel &model, QWidget *parent)
    : QWidget(parent), m_model(model), m_table(new QTableView(this)), m_detail(new QPlainTextEdit(this))
{
    m_table->setObjectName(QStringLiteral("mcpWire"));
    m_table->setAccessibleName(tr("Messages, oldest first"));
    m_table->setModel(&model);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setFont(monoFont());
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(height::rowCompact);
    m_table->horizontalHeader()->setStretchLastSection(true);
    for (size_t column = 0; column < wireWidths.size(); ++column)
        m_table->setColumnWidth(static_cast<int>(column), wireWidths[column]);
    m_detail->setObjectName(QStringLiteral("mcpWireDetail"));
    m_detail->setAccessibleName(tr("Headers and text of the message"));
    m_detail->setReadOnly(true);
    m_detail->setTabChangesFocus(true);
    m_detail->setFont(monoFont());
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_table);
    splitter->addWidget(m_detail);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::s);
    column->addWidget(makeBar());
    column->addWidget(splitter, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &WirePanel::showCurrent);
    // Follows the newest message as long as the newest is what is looked at.
    connect(&model, &QAbstractItemModel::rowsInserted, this, [this] {
        const QScrollBar &bar = *m_table->verticalScrollBar();
        if (bar.value() == bar.maximum())
            m_table->scrollToBottom();
    });
}

QWidget *WirePanel::makeBar()
{
    auto *bar = new QWidget(this);
    m_filter = new QLineEdit(bar);
    m_filter->setObjectName(QStringLiteral("mcpWireFilter"));
    m_filter->setAccessibleName(tr("Filter messages"));
    m_filter->setPlaceholderText(tr("Filter by method or text"));
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

void WirePanel::focusTable() { m_table->setFocus(Qt::OtherFocusReason); }

} // namespace qd
