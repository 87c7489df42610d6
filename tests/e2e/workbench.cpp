#include "workbench.h"

#include "mcp/launchconsent.h"
#include "mcp/serverlist.h"
#include "mcpoffermodel.h"
#include "mcpservermodel.h"
#include "shell/bannerarea.h"
#include "shell/pagestack.h"

#include <QApplication>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QTabBar>
#include <QTableView>
#include <QTest>

namespace qd::test {

namespace {

McpServerConfig peerServer(const QString &name, const QStringList &arguments)
{
    const QString script = EverythingPeer::folder() + QStringLiteral("/node_modules/@modelcontextprotocol/server-") + name + QStringLiteral("/dist/index.js");
    return {.id = McpServerId(name), .transport = McpTransport::Stdio, .command = EverythingPeer::stdioCommand().constFirst(), .arguments = QStringList{script} + arguments};
}

} // namespace

bool Workbench::saveServers()
{
    McpServerList list{.servers = {peerServer(QStringLiteral("everything"), {QStringLiteral("stdio")}), peerServer(QStringLiteral("filesystem"), {m_folder.path()}),
                                   peerServer(QStringLiteral("memory"), {}), peerServer(QStringLiteral("sequential-thinking"), {})},
                       .consents = {}};
    list.servers += {{.id = McpServerId(QStringLiteral("everything-http")), .url = QUrl(m_http.url())},
                     {.id = McpServerId(QStringLiteral("inventory")), .transport = McpTransport::Stdio, .command = QStringLiteral(QD_BINARY_DIR "/bin/tests/mcpstdioserver"),
                      .arguments = {QStringLiteral("--crash-on"), QStringLiteral("tools/call")}},
                     {.id = McpServerId(QStringLiteral("orders (staging)")), .url = QUrl(QStringLiteral("http://127.0.0.1:9/mcp"))}}; // nobody listens there
    for (const McpServerConfig &server : list.servers)
        list.consents.insert(launch::fingerprint(server));
    return saveMcpServers(list).has_value();
}

bool Workbench::start()
{
    qputenv("QD_STATE_DIR", QFile::encodeName(m_folder.path()));
    if (!m_http.start() || !saveServers()) {
        m_error = m_http.error().isEmpty() ? QStringLiteral("the list of servers cannot be written") : m_http.error();
        return false;
    }
    ConsoleOptions options = quickOptions(QStringLiteral("bad-prompt"));
    options.theme = qEnvironmentVariable("QD_PICTURE_THEME", QStringLiteral("dark"));
    options.interval = std::chrono::milliseconds(1000);
    m_console = std::make_unique<ConsoleFixture>(options);
    const bool isShown = QTest::qWaitForWindowActive(&window(), soon);
    press(Qt::Key_G);
    press(Qt::Key_M);
    m_error = isShown && find<McpView>("mcpPage") ? QString() : QStringLiteral("the page did not open");
    return m_error.isEmpty();
}

QString Workbench::text(const char *label) const
{
    const auto *found = find<QLabel>(label);
    return found ? found->text() : QString();
}

void Workbench::click(const char *button) const
{
    auto *found = find<QPushButton>(button);
    QVERIFY2(found, button);
    QVERIFY2(found->isVisible() && found->isEnabled(), qPrintable(QLatin1StringView(button) + QStringLiteral(" is hidden or off; ") + banners()));
    found->setFocus();
    QTest::keyClick(found, Qt::Key_Space);
}

QString Workbench::banners() const
{
    QStringList said;
    for (const QLabel *label : window().banners().findChildren<QLabel *>())
        said << label->text();
    return said.join(u' ');
}

void Workbench::press(Qt::Key key, Qt::KeyboardModifiers modifiers) const
{
    QWidget *focus = QApplication::focusWidget();
    QTest::keyClick(focus ? focus : &window(), key, modifiers);
}

bool Workbench::connectAll(int expected) const
{
    click("mcpConnectAll");
    const QAbstractItemModel &servers = *find<QListView>("mcpServers")->model();
    return QTest::qWaitFor([&] {
        int count = 0;
        for (int row = 0; row < servers.rowCount(); ++row)
            count += servers.index(row, 0).data(McpServerModel::OfferRole).toString().contains(QStringLiteral("tokens")) ? 1 : 0;
        return count >= expected;
    }, soon);
}

bool Workbench::chooseServer(const QString &name) const
{
    auto *list = find<QListView>("mcpServers");
    list->setFocus();
    press(Qt::Key_Home);
    for (int row = 1; row < list->model()->rowCount() && list->currentIndex().data().toString() != name; ++row)
        press(Qt::Key_Down);
    return QTest::qWaitFor([&] { return text("mcpServerName") == name && view().currentServer().value == name; }, soon);
}

bool Workbench::chooseTab(McpView::Tab tab) const
{
    auto *tabs = find<QTabBar>("mcpTabs");
    tabs->setFocus();
    for (int step = 0; step < tabs->count() && view().currentTab() != tab; ++step)
        press(view().currentTab() < tab ? Qt::Key_Right : Qt::Key_Left);
    return view().currentTab() == tab;
}

void Workbench::clickTab(McpView::Tab tab) const
{
    auto *tabs = find<QTabBar>("mcpTabs");
    QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(static_cast<int>(tab)).center());
}

bool Workbench::choose(McpView::Tab tab, const QString &offer) const
{
    auto *offers = find<QTableView>("mcpOffers");
    if (!chooseTab(tab) || !QTest::qWaitFor([&] { return offers->isVisible() && offers->model()->rowCount() > 0; }, soon))
        return false;
    offers->setFocus();
    press(Qt::Key_Slash);
    QTest::keyClicks(find<QLineEdit>("mcpFilter"), offer);
    offers->setFocus();
    press(Qt::Key_Home, Qt::ControlModifier);
    for (int row = 1; row < offers->model()->rowCount() && offers->currentIndex().data(McpOfferModel::KeyRole).toString() != offer; ++row)
        press(Qt::Key_Down);
    press(Qt::Key_Slash);
    press(Qt::Key_Escape); // the filter is empty again
    offers->setFocus();
    return QTest::qWaitFor([&] { return view().call().subject().name == offer; }, soon);
}

bool Workbench::type(const QString &field, const QString &text) const
{
    auto *edit = view().call().findChild<QWidget *>(QStringLiteral("mcpField/") + field);
    if (!edit)
        return false;
    edit->setFocus();
    press(Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(edit, text);
    return true;
}

bool Workbench::call() const
{
    send();
    return QTest::qWaitFor([this] { return isDone(); }, soon);
}

QString Workbench::firstPart() const
{
    const auto *pane = find<QPlainTextEdit>("mcpPartText0");
    return pane ? pane->toPlainText() : QString();
}

int Workbench::rowOf(const QAbstractItemModel &model, int column, const QString &text)
{
    for (int row = model.rowCount() - 1; row >= 0; --row)
        if (model.index(row, column).data().toString() == text)
            return row;
    return -1;
}

bool Workbench::giveFile(const QString &path, const QString &kind) const
{
    auto *dialog = window().findChild<QFileDialog *>();
    if (!dialog)
        return false;
    const QStringList filters = dialog->nameFilters().filter(QRegularExpression(u'^' + QRegularExpression::escape(kind)));
    if (filters.isEmpty())
        return false;
    dialog->selectNameFilter(filters.constFirst());
    emit dialog->fileSelected(path);
    dialog->close();
    const bool isGone = QTest::qWaitFor([this] { return !window().findChild<QFileDialog *>(); }, soon);
    window().activateWindow(); // no window manager does it here
    return isGone && QTest::qWaitForWindowActive(&window(), soon);
}

void Workbench::keep(const char *name) const
{
    if (!qEnvironmentVariableIsSet("QD_PICTURES"))
        return;
    QVERIFY2(QTest::qWaitFor([this] { return window().banners().shown().isEmpty() && !window().banners().isVisible(); }, 15000), qPrintable(banners()));
    for (int depth = 0; depth < 8; ++depth) // a layout asks the one around it
        QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
    keepPicture(name, window());
}

} // namespace qd::test
