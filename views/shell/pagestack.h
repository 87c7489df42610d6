#pragma once

#include "shell/command.h"

#include <QHash>
#include <QList>
#include <QStackedWidget>

#include <functional>

namespace qd {

/// The pages of the window, one shown at a time, with a way back. Takes ownership of the pages.
class PageStack final : public QStackedWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PageStack)

public:
    explicit PageStack(QWidget *parent = nullptr);

    using PageMaker = std::function<QWidget *()>;

    void addPage(const PageId &id, QWidget *page);
    /// A page that is made when it is first opened, so that pages nobody looks at cost nothing at start. Not the first.
    void addLazyPage(const PageId &id, PageMaker make);
    /// Shows the page and remembers the one before; does nothing for an unknown id.
    void open(const PageId &id);
    /// Returns to the page before; false when there is none.
    bool back();
    [[nodiscard]] PageId currentPage() const { return m_current; }
    [[nodiscard]] bool canGoBack() const { return !m_history.isEmpty(); }

signals:
    void pageChanged(const qd::PageId &id);

private:
    [[nodiscard]] bool make(const PageId &id);
    void switchTo(const PageId &id);

    QHash<PageId, QWidget *> m_pages;
    QHash<PageId, PageMaker> m_makers; ///< of pages that are not made yet
    QList<PageId> m_history;
    PageId m_current;
};

} // namespace qd
