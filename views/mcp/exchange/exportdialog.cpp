#include "mcp/exchange/exportdialog.h"

#include "confirm/plaintext.h"
#include "mcp/codepane.h"
#include "widgets/labels.h"

#include <QAbstractItemView>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace qd {

ExportDialog::ExportDialog(const QStringList &clients, const Theme &theme, QWidget *parent)
    : QDialog(parent), m_clients(new QComboBox(this)), m_text(new CodePane(theme, QStringLiteral("mcpExportText"), tr("The configuration"), this)),
      m_notes(makeLabel(this, QStringLiteral("mcpExportNotes"), "secondary"))
{
    setObjectName(QStringLiteral("mcpExportDialog"));
    setWindowTitle(tr("Export MCP servers"));
    resize(720, 560);
    QLabel *label = makeLabel(this, QStringLiteral("mcpExportFor"), "secondary");
    label->setText(tr("For"));
    label->setBuddy(m_clients);
    m_clients->setObjectName(QStringLiteral("mcpExportClient"));
    m_clients->setAccessibleName(tr("Client whose configuration is written"));
    m_clients->view()->setAccessibleName(tr("Clients"));
    m_clients->addItems(clients);
    m_notes->setWordWrap(true);
    auto *copy = new QPushButton(tr("Copy"), this);
    auto *save = new QPushButton(tr("Save…"), this);
    copy->setObjectName(QStringLiteral("mcpExportCopy"));
    copy->setAccessibleName(tr("Copy the configuration"));
    save->setObjectName(QStringLiteral("mcpExportSave"));
    save->setAccessibleName(tr("Save the configuration into a file"));
    save->setProperty("qdRole", QStringLiteral("primary"));
    auto *head = new QHBoxLayout;
    head->setSpacing(space::s);
    head->addWidget(label);
    head->addWidget(m_clients);
    head->addStretch(1);
    head->addWidget(copy);
    head->addWidget(save);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::l, space::l, space::l, space::l);
    column->setSpacing(space::s);
    column->addLayout(head);
    column->addWidget(m_text, 1);
    column->addWidget(m_notes);
    connect(m_clients, &QComboBox::activated, this, &ExportDialog::clientChosen);
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_text->code()); });
    connect(save, &QPushButton::clicked, this, &ExportDialog::saveRequested);
}

void ExportDialog::setText(const QString &text, const QStringList &notes)
{
    m_text->setCode(text);
    m_notes->setText(visibleText(notes.join(u'\n'), 4000));
    m_notes->setVisible(!notes.isEmpty());
}

int ExportDialog::client() const { return m_clients->currentIndex(); }

} // namespace qd
