#include "shell/pagestack.h"

namespace qd {

namespace {
constexpr qsizetype maxPageHistory = 32;
}

PageStack::PageStack(QWidget *parent) : QStackedWidget(parent) { setObjectName(QStringLiteral("pageStack")); }

void PageStack::addPage(const PageId &id, QWidget *page)
{
    m_pages.insert(id, page);
    addWidget(page);
    if (!m_current.isEmpty())
        return;
    m_current = id;
    setFocusProxy(page);
}

void PageStack::addLazyPage(const PageId &id, PageMaker make) { m_makers.insert(id, std::move(make)); }

bool PageStack::make(const PageId &id)
{
    if (const PageMaker maker = m_makers.take(id))
        addPage(id, maker());
    return m_pages.contains(id);
}

void PageStack::open(const PageId &id)
{
    if (id == m_current || !make(id))
        return;
    m_history.removeAll(id);
    m_history.append(m_current);
    while (m_history.size() > maxPageHistory)
        m_history.removeFirst();
    switchTo(id);
}

bool PageStack::back()
{
    if (m_history.isEmpty())
        return false;
    switchTo(m_history.takeLast());
    return true;
}

void PageStack::switchTo(const PageId &id)
{
    m_current = id;
    QWidget *page = m_pages.value(id);
    setCurrentWidget(page);
    setFocusProxy(page);
    page->setFocus(Qt::OtherFocusReason);
    emit pageChanged(id);
}

} // namespace qd
