#include "mcp/exchange/addserverdialog.h"

#include "mcp/exchange/signinfields.h"
#include "mcp/exchange/tlsfields.h"
#include "theme/tokens.h"
#include "theme/type.h"
#include "widgets/fieldline.h"
#include "widgets/labels.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace qd {

namespace {

QStringList linesOf(const QPlainTextEdit &edit) { return edit.toPlainText().split(u'\n', Qt::SkipEmptyParts); }

/// "NAME=value" or "Name: value", a line each.
QList<std::pair<QString, QString>> pairsOf(const QPlainTextEdit &edit, QChar sign)
{
    QList<std::pair<QString, QString>> pairs;
    for (const QString &line : linesOf(edit))
        if (const qsizetype at = line.indexOf(sign); at > 0)
            pairs.append({line.left(at).trimmed(), line.mid(at + 1).trimmed()});
    return pairs;
}

QString pairsText(const QList<std::pair<QString, QString>> &pairs, const QString &sign)
{
    QStringList lines;
    for (const auto &[name, value] : pairs)
        lines << name + sign + value;
    return lines.join(u'\n');
}

/// One column of labels for all the forms below.
void alignLabels(const QWidget &dialog)
{
    QList<QWidget *> labels;
    for (const QFormLayout *form : dialog.findChildren<QFormLayout *>())
        for (int row = 0; row < form->rowCount(); ++row)
            if (const QLayoutItem *label = form->itemAt(row, QFormLayout::LabelRole); label && label->widget())
                labels << label->widget();
    int widest = 0;
    for (QWidget *label : labels) {
        label->ensurePolished();
        widest = std::max(widest, label->sizeHint().width());
    }
    for (QWidget *label : labels)
        label->setMinimumWidth(widest);
}

} // namespace

AddServerDialog::AddServerDialog(QWidget *parent)
    : QDialog(parent), m_name(makeFieldLine(this, "mcpNewName", tr("Name of the server"), tr("everything"))), m_way(new QComboBox(this)), m_pages(new QStackedWidget(this)),
      m_problem(makeLabel(this, QStringLiteral("mcpNewProblem"), "secondary"))
{
    setObjectName(QStringLiteral("mcpAddDialog"));
    setWindowTitle(tr("Add an MCP server"));
    resize(560, 620);
    m_way->setObjectName(QStringLiteral("mcpNewWay"));
    m_way->setAccessibleName(tr("How the server is reached"));
    m_way->view()->setAccessibleName(tr("Ways to reach a server"));
    m_way->addItems({tr("A command on this machine (stdio)"), tr("An address (Streamable HTTP)"), tr("An address (old HTTP+SSE)")});
    m_pages->addWidget(makeCommand());
    m_pages->addWidget(makeAddress());
    auto *form = new QFormLayout;
    form->setSpacing(space::s);
    form->addRow(tr("Name"), m_name);
    form->addRow(tr("Reached by"), m_way);
    m_add = new QPushButton(tr("Add"), this);
    m_add->setObjectName(QStringLiteral("mcpNewAdd"));
    m_add->setAccessibleName(tr("Add the server to the list"));
    m_add->setProperty("qdRole", QStringLiteral("primary"));
    m_add->setDefault(true);
    auto *foot = new QHBoxLayout;
    foot->addWidget(m_problem, 1);
    foot->addWidget(m_add);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::l, space::l, space::l, space::l);
    column->setSpacing(space::s);
    column->addLayout(form);
    column->addWidget(m_pages, 1);
    column->addLayout(foot);
    alignLabels(*this);
    connect(m_way, &QComboBox::currentIndexChanged, this, [this](int way) { m_pages->setCurrentIndex(way == 0 ? 0 : 1); });
    connect(m_add, &QPushButton::clicked, this, &AddServerDialog::submit);
}

QPlainTextEdit *AddServerDialog::makeText(const char *name, const QString &accessible, const QString &hint)
{
    auto *edit = new QPlainTextEdit(this);
    edit->setObjectName(QLatin1StringView(name));
    edit->setAccessibleName(accessible);
    edit->setPlaceholderText(hint);
    edit->setFont(monoFont());
    edit->setTabChangesFocus(true);
    return edit;
}

QWidget *AddServerDialog::makeCommand()
{
    auto *page = new QWidget(this);
    m_command = makeFieldLine(this, "mcpNewCommand", tr("Program"), QStringLiteral("node"));
    m_arguments = makeText("mcpNewArguments", tr("Arguments, one a line"), tr("one a line"));
    m_variables = makeText("mcpNewVariables", tr("Variables, NAME=value, one a line"), QStringLiteral("API_KEY=${env:API_KEY}"));
    auto *form = new QFormLayout(page);
    form->setContentsMargins(0, 0, 0, 0);
    form->setSpacing(space::s);
    form->addRow(tr("Program"), m_command);
    form->addRow(tr("Arguments"), m_arguments);
    form->addRow(tr("Variables"), m_variables);
    return page;
}

QWidget *AddServerDialog::makeAddress()
{
    auto *page = new QWidget(this);
    m_url = makeFieldLine(this, "mcpNewUrl", tr("Address"), QStringLiteral("https:") + QStringLiteral("//mcp.example/mcp"));
    m_headers = makeText("mcpNewHeaders", tr("Headers, Name: value, one a line"), QStringLiteral("Authorization: Bearer ${env:TOKEN}"));
    auto *form = new QFormLayout(page);
    form->setContentsMargins(0, 0, 0, 0);
    form->setSpacing(space::s);
    form->addRow(tr("Address"), m_url);
    form->addRow(tr("Headers"), m_headers);
    m_signIn = new SignInFields(page);
    form->addRow(m_signIn);
    m_tls = new TlsFields(page);
    form->addRow(m_tls);
    return page;
}

void AddServerDialog::setServer(const NewServer &server)
{
    setWindowTitle(tr("Edit an MCP server"));
    m_add->setText(tr("Save"));
    m_add->setAccessibleName(tr("Save the server"));
    m_name->setText(server.name);
    m_name->setReadOnly(true);
    m_way->setCurrentIndex(static_cast<int>(server.way));
    m_command->setText(server.command);
    m_arguments->setPlainText(server.arguments.join(u'\n'));
    m_url->setText(server.url);
    const bool isCommand = server.way == NewServer::Way::Command;
    (isCommand ? m_variables : m_headers)->setPlainText(pairsText(server.pairs, isCommand ? QStringLiteral("=") : QStringLiteral(": ")));
    m_signIn->setSignIn(server.signIn);
    m_tls->setTls(server.tls);
}

NewServer AddServerDialog::server() const
{
    const auto way = static_cast<NewServer::Way>(m_way->currentIndex());
    const bool isCommand = way == NewServer::Way::Command;
    return {.way = way, .name = m_name->text().trimmed(), .command = m_command->text().trimmed(), .arguments = linesOf(*m_arguments), .url = m_url->text().trimmed(),
            .pairs = isCommand ? pairsOf(*m_variables, u'=') : pairsOf(*m_headers, u':'), .signIn = isCommand ? NewSignIn{} : m_signIn->signIn(),
            .tls = isCommand ? TlsSettings{} : m_tls->tls()};
}

void AddServerDialog::submit()
{
    const NewServer typed = server();
    const bool isCommand = typed.way == NewServer::Way::Command;
    QString problem;
    if (typed.name.isEmpty())
        problem = tr("The server needs a name.");
    else if (m_taken.contains(typed.name) && !m_name->isReadOnly())
        problem = tr("“%1” is in the list already: another name, or edit that one.").arg(typed.name.left(60));
    else if (isCommand ? typed.command.isEmpty() : QUrl(typed.url).host().isEmpty())
        problem = isCommand ? tr("The program is missing.") : tr("The address is missing, or is none.");
    else if (!isCommand)
        problem = m_signIn->problem().isEmpty() ? m_tls->problem() : m_signIn->problem();
    m_problem->setText(problem);
    if (!problem.isEmpty())
        return;
    emit added(typed);
    accept();
}

} // namespace qd
