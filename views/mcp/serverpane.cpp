#include "mcp/serverpane.h"

#include "confirm/plaintext.h"
#include "mcp/mcpserverdelegate.h"
#include "mcpservermodel.h"
#include "widgets/labels.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QListView>
#include <QPushButton>
#include <QVBoxLayout>

namespace qd {

namespace {

constexpr int serverPaneWidth = 264;

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
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, space::s, 1, space::s);
    column->setSpacing(space::s);
    column->addWidget(makeHead());
    column->addWidget(m_servers, 1);
    column->addWidget(makeSubject());
    column->addWidget(makeButtons());
    connect(m_servers->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &McpServerPane::serverChosen);
    connect(m_servers, &QListView::activated, this, &McpServerPane::connectRequested);
    setSubjects({}, {});
    setServer(nullptr);
}

QWidget *McpServerPane::makeHead()
{
    auto *head = new QWidget(this);
    QLabel *title = makeLabel(head, QStringLiteral("mcpTitle"), "panelTitle");
    title->setText(tr("MCP servers"));
    QPushButton *import = serverButton(head, "mcpImport", tr("Import…"), tr("Import the servers of another client's configuration"));
    import->setProperty("qdRole", QStringLiteral("flat"));
    auto *line = new QHBoxLayout(head);
    line->setContentsMargins(space::m, 0, space::xs, 0);
    line->addWidget(title, 1);
    line->addWidget(import);
    connect(import, &QPushButton::clicked, this, &McpServerPane::importRequested);
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

QWidget *McpServerPane::makeButtons()
{
    auto *box = new QWidget(this);
    m_connect = serverButton(box, "mcpConnect", tr("Connect"), tr("Connect to the server, or end the connection"));
    m_refresh = serverButton(box, "mcpRefresh", tr("Refresh"), tr("Ask the server anew what it offers"));
    m_remove = serverButton(box, "mcpRemove", tr("Remove"), tr("Take the server off the list"));
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins(space::m, 0, space::m, space::xs);
    grid->setSpacing(space::xs);
    grid->addWidget(m_connect, 0, 0, 1, 2);
    grid->addWidget(m_refresh, 1, 0);
    grid->addWidget(m_remove, 1, 1);
    connect(m_connect, &QPushButton::clicked, this, [this] { m_isOpen ? emit disconnectRequested() : emit connectRequested(); });
    connect(m_refresh, &QPushButton::clicked, this, &McpServerPane::refreshRequested);
    connect(m_remove, &QPushButton::clicked, this, &McpServerPane::removeRequested);
    return box;
}

McpServerId McpServerPane::current() const { return McpServerId(m_servers->currentIndex().data(McpServerModel::IdRole).toString()); }

void McpServerPane::choose(const McpServerId &id)
{
    const QAbstractItemModel &model = *m_servers->model();
    for (int row = 0; row < model.rowCount(); ++row)
        if (model.index(row, 0).data(McpServerModel::IdRole).toString() == id.value)
            m_servers->setCurrentIndex(model.index(row, 0));
}

void McpServerPane::setServer(const McpServerState *state)
{
    m_isOpen = state && (state->status == McpServerState::Status::Connected || state->status == McpServerState::Status::Connecting);
    for (QPushButton *button : {m_connect, m_refresh, m_remove})
        button->setEnabled(state != nullptr);
    m_remove->setEnabled(state && !state->isPassing);
    m_remove->setToolTip(state && state->isPassing ? tr("It is the gateway's: it goes with the account") : QString());
    m_connect->setText(m_isOpen ? tr("Disconnect") : tr("Connect"));
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
