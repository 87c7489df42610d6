#include "policy/policynode.h"

#include <algorithm>

namespace qd {

const PolicyAttribute *PolicyNode::attribute(const char *wanted) const
{
    const auto found = std::ranges::find(attributes, QLatin1StringView(wanted), &PolicyAttribute::name);
    return found == attributes.cend() ? nullptr : &*found;
}

QString PolicyNode::value(const char *wanted) const
{
    const PolicyAttribute *found = attribute(wanted);
    return found ? found->value : QString();
}

const PolicyNode *PolicyNode::child(const char *wanted) const
{
    const auto found = std::ranges::find_if(children, [wanted](const PolicyNode &node) { return node.isElement(wanted); });
    return found == children.cend() ? nullptr : &*found;
}

QString PolicyNode::innerText() const
{
    if (kind != Kind::Element)
        return kind == Kind::Text ? text : QString();
    QString all;
    for (const PolicyNode &below : children)
        all += below.innerText();
    return all;
}

} // namespace qd
