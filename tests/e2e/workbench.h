#pragma once

#include "consolefixture.h"
#include "everythingpeer.h"
#include "mcp/callpanel.h"
#include "mcp/mcpview.h"

#include <QTemporaryDir>

#include <memory>

namespace qd::test {

/// The console's MCP page with the public reference servers (tests/peers) in its list, agreed to already: `everything` by
/// stdio and by HTTP, `filesystem`, `memory`, `sequential-thinking`, one that dies when a tool is called, and one that
/// nobody runs. It is driven by keys and object names. Check EverythingPeer::isInstalled() first and QSKIP.
class Workbench
{
public:
    static constexpr int soon = 90000; ///< ms; a server that starts while everything else is compiled, too

    /// Starts the HTTP server and the console with its page open; false with error() otherwise.
    bool start();
    [[nodiscard]] QString error() const { return m_error; }

    [[nodiscard]] MainWindow &window() const { return m_console->window(); }
    [[nodiscard]] McpView &view() const { return *find<McpView>("mcpPage"); }
    [[nodiscard]] QString folder() const { return m_folder.path(); }
    template<typename T>
    [[nodiscard]] T *find(const char *name) const { return window().findChild<T *>(QLatin1StringView(name)); }
    /// Of a label.
    [[nodiscard]] QString text(const char *label) const;
    void click(const char *button) const;
    /// What the banners say, for a test that fails.
    [[nodiscard]] QString banners() const;

    /// A key for who has the focus.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) const;
    /// Every server of the list connected, and those that can be are; false: not in time.
    bool connectAll(int expected) const;
    /// By arrow keys in the list of servers.
    bool chooseServer(const QString &name) const;
    /// By arrow keys in the row of tabs.
    bool chooseTab(McpView::Tab tab) const;
    /// By the mouse: without those between.
    void clickTab(McpView::Tab tab) const;
    /// By "/", the name and arrow keys: the tool, prompt or resource is in the panel.
    bool choose(McpView::Tab tab, const QString &offer) const;
    /// Types into a field of the form, which must be there.
    bool type(const QString &field, const QString &text) const;
    /// Ctrl+Enter, and waits for the end; false: it did not end well.
    bool call() const;
    void send() const { press(Qt::Key_Return, Qt::ControlModifier); }
    [[nodiscard]] bool isDone() const { return text("mcpStatus").startsWith(QStringLiteral("Done")); }
    /// The first text of the result.
    [[nodiscard]] QString firstPart() const;
    /// The last row of a table in which a column has this text; -1: none.
    [[nodiscard]] static int rowOf(const QAbstractItemModel &model, int column, const QString &text);
    /// What a file dialog that is open now is given, with the kind of file whose words begin so.
    bool giveFile(const QString &path, const QString &kind = {}) const;
    /// For eyes, when no banner stands in the way any more.
    void keep(const char *name) const;

private:
    [[nodiscard]] bool saveServers();

    QTemporaryDir m_folder;
    EverythingPeer m_http;
    std::unique_ptr<ConsoleFixture> m_console;
    QString m_error;
};

} // namespace qd::test
