#pragma once

#include "shell/command.h"
#include "shell/pagestack.h"
#include "theme/theme.h"

#include <QMainWindow>

namespace qd {

class BannerArea;
class CommandPalette;
class CommandRegistry;
class EnvironmentEdge;
class NavigationRail;
class ShortcutSheet;
class StatusStrip;
class TopBar;
struct ConnectionLabel;

/// The window: edge, top bar, banners, navigation, pages, status strip, and the overlays. Knows no feature; features
/// find their places here.
class MainWindow final : public QMainWindow
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MainWindow)

public:
    /// References are borrowed and must outlive the window.
    MainWindow(const Theme &theme, CommandRegistry &commands);

    void setConnection(const ConnectionLabel &label);
    /// Shows until when writing is allowed; empty: read-only.
    void setWriting(const QString &until);
    /// A page with an entry in the navigation; `chord` is the second key of its go-to chord.
    void addDestination(const PageId &page, QWidget *widget, const QString &icon, const QString &label, QChar chord);
    /// The same, but the page is made when it is first opened.
    void addDestination(const PageId &page, PageStack::PageMaker make, const QString &icon, const QString &label, QChar chord);
    /// A page that is reached from another one.
    void addPage(const PageId &page, QWidget *widget);

    [[nodiscard]] TopBar &topBar() const { return *m_topBar; }
    [[nodiscard]] BannerArea &banners() const { return *m_banners; }
    [[nodiscard]] PageStack &pages() const { return *m_pages; }
    [[nodiscard]] StatusStrip &statusStrip() const { return *m_strip; }
    [[nodiscard]] CommandPalette &palette() const { return *m_palette; }
    [[nodiscard]] ShortcutSheet &sheet() const { return *m_sheet; }

signals:
    void closing();
    /// The first frame is on the screen; work that takes long may begin.
    void painted();
    void visibilityChanged(bool isVisible);

protected:
    bool event(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    void build();
    void addCommands();
    void addWay(const PageId &page, const QString &icon, const QString &label, QChar chord);
    void onPageChanged(const PageId &page);

    const Theme &m_theme;
    CommandRegistry &m_commands;
    EnvironmentEdge *m_edge;
    TopBar *m_topBar;
    BannerArea *m_banners;
    NavigationRail *m_rail;
    PageStack *m_pages;
    StatusStrip *m_strip;
    CommandPalette *m_palette;
    ShortcutSheet *m_sheet;
    bool m_isPainted = false;
};

} // namespace qd
