#include "mcp/exchange/rootsdialog.h"

#include "confirm/plaintext.h"
#include "theme/tokens.h"
#include "widgets/labels.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

namespace qd {

namespace {

QPushButton *rootsButton(QWidget *parent, const char *name, const QString &text, const QString &accessible)
{
    auto *button = new QPushButton(text, parent);
    button->setObjectName(QLatin1StringView(name));
    button->setAccessibleName(accessible);
    button->setAutoDefault(false);
    return button;
}

} // namespace

RootsDialog::RootsDialog(const QString &server, const QStringList &folders, QWidget *parent) : QDialog(parent), m_list(new QListWidget(this))
{
    setObjectName(QStringLiteral("mcpRootsDialog"));
    setWindowTitle(tr("Folders shown to a server"));
    resize(520, 360);
    QLabel *about = makeLabel(this, QStringLiteral("mcpRootsAbout"), "secondary");
    about->setWordWrap(true);
    about->setText(tr("%1 is told of these folders when it asks. It reads them with its own rights: a server that is a program here can read more.").arg(visibleText(server, 100).simplified()));
    m_list->setObjectName(QStringLiteral("mcpRoots"));
    m_list->setAccessibleName(tr("Folders"));
    for (const QString &folder : folders)
        addFolder(folder);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::l, space::l, space::l, space::l);
    column->setSpacing(space::s);
    column->addWidget(about);
    column->addWidget(m_list, 1);
    column->addWidget(makeButtons());
    connect(m_list, &QListWidget::currentRowChanged, this, &RootsDialog::refresh);
    auto *removing = new QShortcut(QKeySequence(Qt::Key_Delete), m_list, nullptr, nullptr, Qt::WidgetShortcut);
    connect(removing, &QShortcut::activated, this, &RootsDialog::removeCurrent);
    refresh();
}

QWidget *RootsDialog::makeButtons()
{
    auto *box = new QWidget(this);
    QPushButton *add = rootsButton(box, "mcpRootsAdd", tr("Add a folder…"), tr("Add a folder that the server may know of"));
    m_remove = rootsButton(box, "mcpRootsRemove", tr("Remove"), tr("Remove the chosen folder, Delete"));
    QPushButton *save = rootsButton(box, "mcpRootsSave", tr("Save"), tr("Save the folders, and tell the server"));
    save->setProperty("qdRole", QStringLiteral("primary"));
    auto *line = new QHBoxLayout(box);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::s);
    line->addWidget(add);
    line->addWidget(m_remove);
    line->addStretch(1);
    line->addWidget(save);
    connect(add, &QPushButton::clicked, this, &RootsDialog::choose);
    connect(m_remove, &QPushButton::clicked, this, &RootsDialog::removeCurrent);
    connect(save, &QPushButton::clicked, this, [this] {
        emit saved(this->folders());
        accept();
    });
    return box;
}

QStringList RootsDialog::folders() const
{
    QStringList folders;
    for (int row = 0; row < m_list->count(); ++row)
        folders << m_list->item(row)->data(Qt::UserRole).toString();
    return folders;
}

void RootsDialog::addFolder(const QString &folder)
{
    if (folder.isEmpty() || folders().contains(folder))
        return;
    auto *item = new QListWidgetItem(visibleText(folder, 1000).simplified(), m_list);
    item->setData(Qt::UserRole, folder);
}

void RootsDialog::choose()
{
    auto *dialog = new QFileDialog(this, tr("A folder that the server may know of"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &RootsDialog::addFolder);
    dialog->open();
}

void RootsDialog::removeCurrent()
{
    delete m_list->takeItem(m_list->currentRow());
    refresh();
}

void RootsDialog::refresh() { m_remove->setEnabled(m_list->currentRow() >= 0); }

} // namespace qd
