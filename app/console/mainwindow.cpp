#include "mainwindow.h"

#include "shell/bannerarea.h"
#include "shell/commandpalette.h"
#include "shell/commandregistry.h"
#include "shell/environment.h"
#include "shell/environmentedge.h"
#include "shell/leasechip.h"
#include "shell/navigationrail.h"
#include "shell/shortcutsheet.h"
#include "shell/statusstrip.h"
#include "shell/timerangeedit.h"
#include "shell/topbar.h"

#include <QApplication>
#include <QCloseEvent>
#include <QMenu>
#include <QTimer>
#include <QVBoxLayout>

namespace qd {

MainWindow::MainWindow(const Theme &theme, CommandRegistry &commands)
    : m_theme(theme)
    , m_commands(commands)
    , m_edge(new EnvironmentEdge(theme, this))
    , m_topBar(new TopBar(theme, this))
    , m_banners(new BannerArea(theme, this))
    , m_rail(new NavigationRail(theme, this))
    , m_pages(new PageStack(this))
    , m_strip(new StatusStrip(theme, this))
    , m_palette(new CommandPalette(theme, this))
    , m_sheet(new ShortcutSheet(theme, commands, this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(QStringLiteral("Quarterdeck"));
    setMinimumSize(720, 480);
    resize(1440, 860);
    build();
    m_commands.installIn(this);
    m_commands.setGroupOrder({tr("Navigate"), tr("Time"), tr("View"), tr("Safety"), tr("Lab"), tr("Help"), tr("Window")});
    addCommands();
    connect(m_pages, &PageStack::pageChanged, this, &MainWindow::onPageChanged);
    connect(m_rail, &NavigationRail::pageRequested, m_pages, &PageStack::open);
    connect(&m_topBar->range(), &TimeRangeEdit::left, m_pages, [this] { m_pages->currentWidget()->setFocus(); });
}

void MainWindow::build()
{
    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_rail);
    middle->addWidget(m_pages, 1);
    auto *central = new QWidget(this);
    auto *column = new QVBoxLayout(central);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_edge);
    column->addWidget(m_topBar);
    column->addWidget(m_banners);
    column->addLayout(middle, 1);
    column->addWidget(m_strip);
    setCentralWidget(central);
    m_strip->setHints(tr("Ctrl+K palette · ? keys · Shift+F freeze · v%1").arg(QStringLiteral(QD_VERSION)));
}

void MainWindow::addCommands()
{
    const QString navigate = tr("Navigate");
    m_commands.add({CommandId(QStringLiteral("palette.open")), tr("Command palette"), navigate,
                    {QKeySequence(tr("Ctrl+K")), QKeySequence(tr("Ctrl+Shift+P"))}, QStringLiteral("command")},
                   this, [this] { m_palette->openWith({}); });
    m_commands.add({CommandId(QStringLiteral("go.back")), tr("Back"), navigate, {QKeySequence(Qt::Key_Escape)},
                    QStringLiteral("chevron-left")},
                   this, [this] { m_pages->back(); });
    QAction *keys = m_commands.add({CommandId(QStringLiteral("help.keys")), tr("Keyboard shortcuts"), tr("Help"),
                                    {QKeySequence(QStringLiteral("?"))}, QStringLiteral("keyboard")},
                                   this, [this] { m_sheet->openFor(m_pages->currentPage()); });
    m_commands.add({CommandId(QStringLiteral("app.quit")), tr("Quit"), tr("Window"),
                    {QKeySequence(QStringLiteral("Ctrl+Q"))}, {}},
                   this, [this] { close(); });
    m_rail->addTool(keys, QStringLiteral("keyboard"), tr("Keys"));
    auto *menu = new QMenu(this);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { m_commands.fillMenu(menu); });
    m_rail->addMenu(menu, QStringLiteral("menu-2"), tr("Menu"));
}

void MainWindow::setConnection(const ConnectionLabel &label)
{
    m_edge->setKind(label.kind);
    m_topBar->setConnection(label);
    setWindowTitle(QStringLiteral("%1 · %2 · Quarterdeck").arg(environmentWord(label.kind), label.profile));
}

void MainWindow::addWay(const PageId &page, const QString &icon, const QString &label, QChar chord)
{
    m_commands.add({CommandId(QStringLiteral("go.") + page.value), tr("Go to %1").arg(label), tr("Navigate"),
                    {QKeySequence(QStringLiteral("G, ") + chord.toUpper())}, icon},
                   this, [this, page] { m_pages->open(page); });
    m_rail->addDestination(page, icon, label);
}

void MainWindow::setWriting(const QString &until)
{
    m_edge->setWriting(!until.isEmpty());
    m_topBar->lease().setUntil(until);
}

void MainWindow::addDestination(const PageId &page, QWidget *widget, const QString &icon, const QString &label,
                                QChar chord)
{
    addWay(page, icon, label, chord);
    addPage(page, widget);
    if (m_pages->count() == 1)
        onPageChanged(page);
}

void MainWindow::addDestination(const PageId &page, PageStack::PageMaker make, const QString &icon, const QString &label,
                                QChar chord)
{
    addWay(page, icon, label, chord);
    m_pages->addLazyPage(page, std::move(make));
}

void MainWindow::addPage(const PageId &page, QWidget *widget) { m_pages->addPage(page, widget); }

void MainWindow::onPageChanged(const PageId &page)
{
    m_rail->setCurrent(page);
    m_commands.setEnabled(CommandId(QStringLiteral("go.back")), m_pages->canGoBack(), tr("Nothing to go back to"));
}

bool MainWindow::event(QEvent *event)
{
    const bool result = QMainWindow::event(event);
    // UpdateRequest flushes the backing store: what follows in the queue runs with a frame on the screen.
    if (event->type() == QEvent::UpdateRequest && !m_isPainted) {
        m_isPainted = true;
        QTimer::singleShot(0, this, &MainWindow::painted);
    }
    return result;
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::WindowStateChange)
        emit visibilityChanged(!isMinimized());
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    emit closing();
    event->accept();
}

} // namespace qd
