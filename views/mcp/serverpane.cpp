#include "mcp/serverpane.h"

#include "confirm/plaintext.h"
#include "mcp/mcpserverdelegate.h"
#include "mcpservermodel.h"
#include "widgets/labels.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

namespace qd {

namespace {

constexpr int serverPaneWidth = 280;

QPushButton *serverButton(QWidget *parent, const char *name, const QString &text, const QString &accessible)
{
    auto *button = new QPushButton(text, parent);
    button->setObjectName(QLatin1StringView(name));
    button->setAccessibleName(accessible);
    return button;
}

} // namespace

McpServerPane::McpServerPane(QAbstractItemModel &servers, const Theme &theme, QWidget *parent) : QFrame(parent), m_servers(new QListView(this))
{
    setProperty("qdRole", QStringLiteral("panel"));
    setFixedWidth(serverPaneWidth);
    m_servers->setObjectName(QStringLiteral("mcpServers"));
    m_servers->setAccessibleName(tr("MCP servers"));
    m_servers->setModel(&servers);
    m_servers->setItemDelegate(new McpServerDelegate(theme, m_servers));
    m_servers->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_servers->setProperty("qdRole", QStringLiteral("plain"));
    m_servers->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_summary = makeLabel(this, QStringLiteral("mcpSummary"), "caption");
    m_summary->setContentsMargins(space::m, 0, space::m, 0);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, space::s, 1, space::s);
    column->setSpacing(space::s);
    column->addWidget(makeHead());
    column->addWidget(m_servers, 1);
    column->addWidget(makeSubject());
    column->addWidget(m_summary);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&servers, signal, this, &McpServerPane::refreshSummary);
    connect(&servers, &QAbstractItemModel::dataChanged, this, &McpServerPane::refreshSummary);
    connect(m_servers->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &McpServerPane::serverChosen);
    connect(m_servers, &QListView::activated, this, &McpServerPane::connectRequested);
    setSubjects({}, {});
    refreshSummary();
}

QWidget *McpServerPane::makeHead()
{
    auto *head = new QWidget(this);
    QLabel *title = makeLabel(head, QStringLiteral("mcpTitle"), "panelTitle");
    title->setText(tr("MCP servers"));
    QPushButton *all = serverButton(head, "mcpConnectAll", tr("Connect all"), tr("Connect to every server of the list"));
    QPushButton *import = serverButton(head, "mcpImport", tr("Add…"), tr("Add a server, or import the servers of another client"));
    auto *menu = new QMenu(import);
    QAction *add = menu->addAction(tr("Add a server…"));
    add->setObjectName(QStringLiteral("mcpAddServer"));
    QAction *file = menu->addAction(tr("Import a configuration…"));
    file->setObjectName(QStringLiteral("mcpImportFile"));
    import->setMenu(menu);
    auto *line = new QHBoxLayout(head);
    line->setContentsMargins(space::m, 0, space::xs, 0);
    line->setSpacing(0);
    line->addWidget(title, 1);
    for (QPushButton *button : {all, import}) {
        button->setProperty("qdRole", QStringLiteral("flat"));
        line->addWidget(button);
    }
    connect(all, &QPushButton::clicked, this, &McpServerPane::connectAllRequested);
    connect(add, &QAction::triggered, this, &McpServerPane::addRequested);
    connect(file, &QAction::triggered, this, &McpServerPane::importRequested);
    return head;
}

QWidget *McpServerPane::makeSubject()
{
    m_subjectRow = new QWidget(this);
    QLabel *label = makeLabel(m_subjectRow, QStringLiteral("mcpKeyOwnerLabel"), "caption");
    label->setText(tr("The gateway is called with the key of"));
    m_subjects = new QComboBox(m_subjectRow);
    m_subjects->setObjectName(QStringLiteral("mcpKeyOwner"));
    m_subjects->setAccessibleName(tr("Whose key the gateway is called with"));
    m_subjects->view()->setAccessibleName(tr("Subscriptions whose key can be used"));
    m_subjects->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    label->setBuddy(m_subjects);
    auto *column = new QVBoxLayout(m_subjectRow);
    column->setContentsMargins(space::m, 0, space::m, space::xs);
    column->setSpacing(space::xs);
    column->addWidget(label);
    column->addWidget(m_subjects);
    connect(m_subjects, &QComboBox::activated, this, [this](int row) { emit subjectChosen(m_subjects->itemData(row).toString()); });
    return m_subjectRow;
}

/// How many of them are connected.
void McpServerPane::refreshSummary()
{
    const QAbstractItemModel &model = *m_servers->model();
    int connected = 0;
    for (int row = 0; row < model.rowCount(); ++row)
        connected += model.index(row, 0).data(McpServerModel::StatusRole).toInt() == static_cast<int>(McpServerState::Status::Connected) ? 1 : 0;
    m_summary->setText(model.rowCount() == 0 ? QString() : tr("%1 of %2 connected").arg(connected).arg(model.rowCount()));
}

McpServerId McpServerPane::current() const { return McpServerId(m_servers->currentIndex().data(McpServerModel::IdRole).toString()); }

void McpServerPane::choose(const McpServerId &id)
{
    const QAbstractItemModel &model = *m_servers->model();
    for (int row = 0; row < model.rowCount(); ++row)
        if (model.index(row, 0).data(McpServerModel::IdRole).toString() == id.value)
            m_servers->setCurrentIndex(model.index(row, 0));
}

void McpServerPane::setSubjects(const QStringList &names, const QString &current)
{
    m_subjectRow->setVisible(!names.isEmpty());
    m_subjects->clear();
    for (const QString &name : names)
        m_subjects->addItem(visibleText(name, 100).simplified(), name);
    m_subjects->setCurrentIndex(m_subjects->findData(current));
}

} // namespace qd
